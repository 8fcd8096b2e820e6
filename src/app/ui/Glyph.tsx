export type Tone = 'ok' | 'wait' | 'bad' | 'lost' | 'done';

/** Shapes on a field of 10 × 10: each tone has its own, so that colour never says anything alone. */
const shapes: Readonly<Record<Tone, string>> = {
  // A full disc.
  ok: 'M5 1a4 4 0 1 0 0 8a4 4 0 1 0 0-8Z',
  // A disc with a quarter missing: a clock that has not come round.
  wait: 'M5 1a4 4 0 1 0 4 4H5Z',
  // A cross.
  bad: 'M1.2 2.6 2.6 1.2 5 3.6 7.4 1.2 8.8 2.6 6.4 5 8.8 7.4 7.4 8.8 5 6.4 2.6 8.8 1.2 7.4 3.6 5Z',
  // A question mark.
  lost: 'M2.4 3.4C2.4 1.8 3.5 1 5 1s2.7.9 2.7 2.3c0 1.9-2 2-2 3.2H4.2c0-1.9 1.9-2 1.9-3.1 0-.6-.4-1-1.1-1s-1.1.4-1.1 1ZM4.2 7.4h1.5V9H4.2Z',
  // A ring: finished, nothing inside.
  done: 'M5 1a4 4 0 1 0 0 8a4 4 0 1 0 0-8ZM5 2.6a2.4 2.4 0 1 1 0 4.8a2.4 2.4 0 1 1 0-4.8Z',
};

export function Glyph({ tone, className = 'dot__glyph' }: { readonly tone: Tone; readonly className?: string }) {
  return (
    <svg className={className} viewBox="0 0 10 10" aria-hidden="true">
      <path d={shapes[tone]} fill="currentColor" fillRule="evenodd" />
    </svg>
  );
}

const signs: Readonly<Record<Tone, string>> = { ok: '●', wait: '◔', bad: '✕', lost: '?', done: '○' };

/** The same shapes as letters: for hundreds at once, where an SVG each would cost a clip and a transform each. */
export function Sign({ tone }: { readonly tone: Tone }) {
  return <i className="sign" aria-hidden="true" data-text={signs[tone]} />;
}

/** A state in words with the shape and colour of its tone. */
export function StatusDot({ tone, children }: { readonly tone: Tone; readonly children: string }) {
  return (
    <span className={`dot tone--${tone}`}>
      <Glyph tone={tone} />
      {children}
    </span>
  );
}
