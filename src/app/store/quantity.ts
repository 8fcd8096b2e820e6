const factors: Readonly<Record<string, number>> = {
  m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18,
  Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60,
};

/** A quantity as Kubernetes writes it, as a number for drawing; 0 when it is none. */
export function quantityOf(text: unknown): number {
  if (typeof text === 'number') return text;
  const match = typeof text === 'string' ? /^([\d.]+)([a-zA-Z]*)$/.exec(text) : null;
  return match ? Number(match[1]) * (factors[match[2]!] ?? 0) : 0;
}
