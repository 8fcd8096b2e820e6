/** Icons of our own, drawn with one line of 1.5 on a field of 16 × 16. */
const paths = {
  learn: 'M8 3.5 1.5 6 8 8.5 14.5 6ZM4 7.2v3.3c1 1 2.5 1.5 4 1.5s3-.5 4-1.5V7.2M14.5 6v4',
  build: 'M8 3v10M3 8h10',
  break: 'M9 1.5 3.5 9H8l-1 5.5L12.5 7H8Z',
  explore: 'M4 4.5a1.7 1.7 0 1 0 0-.01M12 4.5a1.7 1.7 0 1 0 0-.01M8 13a1.7 1.7 0 1 0 0-.01M5.5 5 7 10M10.6 5 9 10M5.5 4.4h5',
  theme: 'M8 2a6 6 0 1 0 0 12V2Z',
  share: 'M10.5 5.5 8 3 5.5 5.5M8 3v7M4 8.5V13h8V8.5',
  present: 'M2 3h12v8H2ZM8 11v3M5.5 14h5',
  more: 'M3 8h.01M8 8h.01M13 8h.01',
  close: 'M4 4l8 8M12 4l-8 8',
  panelRight: 'M2 3h12v10H2ZM10 3v10',
  panelBottom: 'M2 3h12v10H2ZM2 9h12',
  chevronDown: 'M4 6.5 8 10.5 12 6.5',
  chevronUp: 'M4 9.5 8 5.5 12 9.5',
  chevronRight: 'M6.5 4 10.5 8 6.5 12',
  copy: 'M5.5 5.5h8v8h-8ZM10.5 5.5v-3h-8v8h3',
  power: 'M8 2v6M4.6 4.2a5 5 0 1 0 6.8 0',
  play: 'M5 3v10l8-5Z',
  pause: 'M5.5 3v10M10.5 3v10',
  step: 'M4 3v10l6-5ZM12.5 3v10',
  next: 'M2.5 3.5v9L7 8ZM8 3.5v9L12.5 8ZM14 3.5v9',
  start: 'M12 3v10L6 8ZM3.5 3v10',
  fit: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10',
  plus: 'M8 3.5v9M3.5 8h9',
  minus: 'M3.5 8h9',
  scissors: 'M4 4.5a1.7 1.7 0 1 0 0-.01M4 11.5a1.7 1.7 0 1 0 0-.01M5.4 5.5 13 11M5.4 10.5 13 5',
  trash: 'M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.7 9h5.6l.7-9M7 7v4M9 7v4',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
