const names = new Set(['127.0.0.1', 'localhost', '[::1]']);

function hostname(host: string): string | undefined {
  try {
    return new URL(`http://${host}`).hostname;
  } catch {
    return undefined;
  }
}

/**
 * Whether a request may come in: from a page only if it is ours, and under a name of the loopback only, so that no name that
 * an attacker's DNS points here is believed. Undefined, or what is wrong.
 */
export function refusal(host: string | undefined, origin: string | undefined): string | undefined {
  const name = host === undefined ? undefined : hostname(host);
  if (name === undefined || !names.has(name)) return 'this host is not served here';
  if (origin !== undefined && origin !== `http://${host}`) return 'this origin may not ask here';
  return undefined;
}
