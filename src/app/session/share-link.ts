import { deflateSync, Inflate, strFromU8, strToU8 } from 'fflate';
import type { SessionFile } from '../../protocol/index.ts';
import type { Checked } from './guards.ts';
import { parseSessionFile } from './session-file.ts';

const PREFIX = '#s=';
/** A link that unfolds to more than this is a bomb, not a session. */
const MAX_BYTES = 32_000_000;

/** The part of an address after `#` that replays this session exactly. */
export function encodeShareLink(session: SessionFile): string {
  return PREFIX + toBase64Url(deflateSync(strToU8(JSON.stringify(session)), { level: 9 }));
}

/** The session in a link. Whatever is wrong with it is named, never thrown. */
export function decodeShareLink(hash: string): Checked<SessionFile> {
  const json = unfold(hash.slice(PREFIX.length));
  if (json === undefined) return { ok: false, refusal: { field: 'link', code: 'unreadable' } };
  return parseSessionFile(json);
}

function unfold(code: string): unknown {
  try {
    return JSON.parse(strFromU8(inflate(fromBase64Url(code))));
  } catch {
    return undefined;
  }
}

function inflate(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  let ended = false;
  const stream = new Inflate((part, final) => {
    length += part.length;
    ended ||= final;
    if (length > MAX_BYTES) throw new RangeError('too long');
    parts.push(part);
  });
  // In small bites, so that a bomb is noticed before it has gone off.
  for (let at = 0; at < bytes.length; at += 4_096) stream.push(bytes.subarray(at, at + 4_096), at + 4_096 >= bytes.length);
  if (!ended) throw new RangeError('cut short');
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(code: string): Uint8Array {
  if (!/^[A-Za-z0-9_-]*$/.test(code)) throw new RangeError('not base64url');
  return Uint8Array.from(atob(code.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
}
