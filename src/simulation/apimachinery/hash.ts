/** The alphabet of generated names: no vowels, so no words; no look-alikes. Source: apimachinery util/rand. */
export const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** FNV-1a of the UTF-8 bytes, as an unsigned 32-bit number. Source: Go hash/fnv, New32a. */
export function fnv1a32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) hash = Math.imul(hash ^ unit, 0x01000193);
    else {
      const code = text.codePointAt(i) ?? unit;
      if (code > 0xffff) i++;
      hash = hashRune(hash, code);
    }
  }
  return hash >>> 0;
}

function hashRune(start: number, code: number): number {
  const bytes =
    code < 0x800
      ? [0xc0 | (code >> 6), 0x80 | (code & 0x3f)]
      : code < 0x10000
        ? [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)]
        : [0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)];
  return bytes.reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193), start);
}

/** Replaces every character by one of the alphabet. Source: apimachinery util/rand, SafeEncodeString. */
export function safeEncodeString(text: string): string {
  let encoded = '';
  for (let i = 0; i < text.length; i++) encoded += ALPHABET[text.charCodeAt(i) % ALPHABET.length];
  return encoded;
}
