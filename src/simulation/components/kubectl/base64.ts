const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The UTF-8 bytes of a text. A lone surrogate in U+DC80…U+DCFF stands for one raw byte, as a file that is no text has. */
export function utf8Bytes(text: string): number[] {
  return [...text].flatMap((rune) => {
    const code = rune.codePointAt(0)!;
    if (code >= 0xdc80 && code <= 0xdcff) return [code - 0xdc00];
    if (code < 0x80) return [code];
    if (code < 0x800) return [0xc0 | (code >> 6), 0x80 | (code & 63)];
    if (code < 0x10000) return [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)];
    return [0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)];
  });
}

/** Base64 of a text's UTF-8 bytes. */
export function base64(text: string): string {
  const bytes = utf8Bytes(text);
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b, c] = [bytes[i], bytes[i + 1], bytes[i + 2]];
    out += ALPHABET[a >> 2] + ALPHABET[((a & 3) << 4) | ((b ?? 0) >> 4)];
    out += b === undefined ? '==' : ALPHABET[((b & 15) << 2) | ((c ?? 0) >> 6)] + (c === undefined ? '=' : ALPHABET[c & 63]);
  }
  return out;
}
