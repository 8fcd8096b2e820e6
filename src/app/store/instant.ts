/** Virtual time 0 as Kubernetes writes it. */
const EPOCH_MS = Date.UTC(2025, 0, 1);

/** Virtual µs of a Kubernetes timestamp (RFC 3339, with or without microseconds); NaN when it is none. */
export function instantOf(text: unknown): number {
  if (typeof text !== 'string') return NaN;
  const micros = /\.(\d+)/.exec(text)?.[1] ?? '';
  const wholeSeconds = Date.parse(text.replace(/\.\d+/, ''));
  return (wholeSeconds - EPOCH_MS) * 1_000 + Number(micros.padEnd(6, '0').slice(0, 6));
}
