import { quantityError } from '../../apimachinery/quantity.ts';
import { parseTime } from '../../apimachinery/time.ts';
import type { FieldKind, FieldType } from './structure.ts';
import { itemOf, structSchema } from './structure.ts';

const INT32_MAX = 2_147_483_647;

/** Whether Go could read this JSON value into a field of this plain kind. */
export function isScalarOk(kind: FieldKind, value: unknown): boolean {
  switch (kind) {
    case 'string': return typeof value === 'string';
    case 'int32': return isInt32(value);
    case 'int64': return Number.isInteger(value);
    case 'double': return typeof value === 'number';
    case 'boolean': return typeof value === 'boolean';
    case 'quantity': return (typeof value === 'string' || typeof value === 'number') && quantityError(value) === undefined;
    case 'time': case 'micro-time': return typeof value === 'string' && !Number.isNaN(parseTime(value));
    case 'int-or-string': return typeof value === 'string' || isInt32(value);
    case 'bytes': return typeof value === 'string' && base64Error(value) === undefined;
    default: return true;
  }
}

function isInt32(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value <= INT32_MAX && value >= -INT32_MAX - 1;
}

/** Go's name of a type, in the package of its version. Source: Go reflect.Type.String. */
export function goTypeName(type: FieldType, version: string): string {
  switch (type.kind) {
    case 'boolean': return 'bool';
    case 'double': return 'float64';
    case 'time': case 'micro-time': return 'string';
    case 'int-or-string': return 'int32';
    case 'bytes': return '[]uint8';
    case 'list': return `[]${goTypeName(itemOf(type), version)}`;
    case 'map': return itemOf(type).kind === 'quantity' ? `${version}.ResourceList` : `map[string]${goTypeName(itemOf(type), version)}`;
    case 'struct': return `${version}.${structSchema(type.struct ?? '').goName}`;
    default: return type.kind;
  }
}

/** What stands in the JSON, in the words of Go's decoder; of a number that does not fit also which. */
export function jsonWords(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
}

/** The words for a text that is no RFC 3339 time. Source: Go time.ParseError.Error. */
export function timeError(text: string): string {
  const layout = '2006-01-02T15:04:05Z07:00';
  const parts: readonly [RegExp, string][] = [
    [/^\d{4}/, '2006'], [/^-/, '-'], [/^\d\d/, '01'], [/^-/, '-'], [/^\d\d/, '02'], [/^T/, 'T'], [/^\d\d/, '15'], [/^:/, ':'], [/^\d\d/, '04'], [/^:/, ':'],
    [/^\d\d(\.\d+)?/, '05'], [/^(Z|[+-]\d\d:\d\d)$/, 'Z07:00'],
  ];
  let rest = text;
  for (const [pattern, element] of parts) {
    const match = pattern.exec(rest);
    if (match === null) return `parsing time "${text}" as "${layout}": cannot parse "${rest}" as "${element}"`;
    rest = rest.slice(match[0].length);
  }
  return `parsing time "${text}": day out of range`;
}

const alphabet = /[A-Za-z0-9+/]/;

/** What Go says of a text that is no base64. Line breaks do not count. Source: Go encoding/base64, Encoding.Decode. */
export function base64Error(text: string): string | undefined {
  const offset = badBase64At(text);
  return offset < 0 ? undefined : `illegal base64 data at input byte ${offset}`;
}

function badBase64At(text: string): number {
  let inQuantum = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '\n' || char === '\r') continue;
    if (char === '=') return badPaddingAt(text, i, inQuantum);
    if (!alphabet.test(char)) return i;
    inQuantum = (inQuantum + 1) % 4;
  }
  return inQuantum === 0 ? -1 : text.length - inQuantum;
}

function badPaddingAt(text: string, at: number, inQuantum: number): number {
  if (inQuantum < 2) return at;
  const rest = /^[\r\n]*/.exec(text.slice(at + 1))?.[0].length ?? 0;
  const next = at + 1 + rest;
  if (inQuantum === 3) return next < text.length ? next : -1;
  if (next >= text.length) return text.length;
  if (text.charAt(next) !== '=') return next - 1;
  const end = next + 1 + (/^[\r\n]*/.exec(text.slice(next + 1))?.[0].length ?? 0);
  return end < text.length ? end : -1;
}
