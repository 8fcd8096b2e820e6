/** Go's encoding/json: keys of maps sorted, HTML characters escaped. */
export function goJson(value: unknown): string {
  return write(value, undefined, '');
}

/** As `kubectl -o json` prints: four spaces. */
export function goJsonIndented(value: unknown, indent = '    '): string {
  return write(value, indent, '');
}

/** Keys in bytewise order. */
export function sortedEntries(object: object): [string, unknown][] {
  return Object.entries(object)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function write(value: unknown, indent: string | undefined, margin: string): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return jsonString(value);
  if (typeof value !== 'object') return String(value);
  const inner = indent === undefined ? '' : margin + indent;
  const parts = Array.isArray(value)
    ? value.map((item) => write(item, indent, inner))
    : sortedEntries(value).map(([key, item]) => `${jsonString(key)}:${indent === undefined ? '' : ' '}${write(item, indent, inner)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  if (parts.length === 0) return open + close;
  if (indent === undefined) return open + parts.join(',') + close;
  return `${open}\n${parts.map((part) => inner + part).join(',\n')}\n${margin}${close}`;
}

const escapes = new Map([['<', '\\u003c'], ['>', '\\u003e'], ['&', '\\u0026'], ['\u2028', '\\u2028'], ['\u2029', '\\u2029']]);

function jsonString(text: string): string {
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (rune) => escapes.get(rune) ?? rune);
}
