import { resolvePlain } from '../manifest/schema.ts';
import { sortedEntries } from './json.ts';

/** How wide a line may get before goyaml folds it at a space. */
const BEST_WIDTH = 80;

/**
 * A value as kubectl prints YAML: keys sorted, lists not indented under their key, strings plain where that reads back
 * as the same string. Source: sigs.k8s.io/yaml v1.4 goyaml.v2, emitterc.go and encode.go (behaviour).
 */
export function toYaml(value: unknown): string {
  return node(value, 0, 0, false).replace(/^\n/, '') + '\n';
}

/** The node's text as it stands after its key or dash: either ' scalar' or '\n' and a block. */
function node(value: unknown, indent: number, column: number, inSequence: boolean): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : sequence(value, indent, inSequence);
  if (value !== null && typeof value === 'object') return mapping(value, indent, inSequence);
  return scalar(value, indent, column);
}

function sequence(items: readonly unknown[], indent: number, inSequence: boolean): string {
  const lines = items.map((item) => `- ${inline(node(item, indent + 2, indent + 2, true))}`);
  const text = lines.join(`\n${' '.repeat(indent)}`);
  return inSequence ? text : `\n${' '.repeat(indent)}${text}`;
}

// A collection in a list begins on the dash's own line.
const inline = (text: string): string => text.replace(/^\n */, '');

function mapping(object: object, indent: number, inSequence: boolean): string {
  const entries = sortedEntries(object);
  if (entries.length === 0) return '{}';
  const lines = entries.map(([key, value]) => entry(key, value, indent));
  const text = lines.join(`\n${' '.repeat(indent)}`);
  return inSequence ? text : `\n${' '.repeat(indent)}${text}`;
}

function entry(key: string, value: unknown, indent: number): string {
  const name = plainOrQuoted(key, true, indent);
  const isList = Array.isArray(value);
  const text = node(value, isList ? indent : indent + 2, indent + name.length + 2, false);
  return text.startsWith('\n') ? `${name}:${text}` : `${name}: ${text}`;
}

function scalar(value: unknown, indent: number, column: number): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value !== 'string') return typeof value === 'number' ? number(value) : String(value);
  if (value.includes('\n') && blockAllowed(value)) return literal(value, indent);
  return plainOrQuoted(value, false, indent, column);
}

const number = (value: number): string => String(value).replace(/e([+-])(\d)$/, 'e$10$2');

function plainOrQuoted(value: string, key: boolean, indent: number, column = 0): string {
  const fold = (text: string): string => (key ? text : foldSpaces(text, indent, column));
  if (value.includes('\n')) return doubleQuoted(value);
  if (resolvePlain(value) !== value || isBase60(value)) return special(value) ? doubleQuoted(value) : fold(`"${value.replace(/["\\]/g, '\\$&')}"`);
  if (special(value)) return doubleQuoted(value);
  if (plainAllowed(value)) return fold(value);
  return fold(`'${value.replace(/'/g, "''")}'`);
}

const isBase60 = (value: string): boolean => /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/.test(value);
const special = (value: string): boolean => /[^\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\ud800-\udfff]/.test(value) || value.includes('\ufeff');

function plainAllowed(value: string): boolean {
  if (value === '' || /^[ ]|[ ]$/.test(value)) return false;
  if (/^(---|\.\.\.)/.test(value) || /^[#,[\]{}&*!|>'"%@`]/.test(value)) return false;
  if (/^[-?:]( |$)/.test(value)) return false;
  return !/: |:$| #/.test(value);
}

const blockAllowed = (value: string): boolean => !/ \n/.test(value) && !/ $/.test(value) && !special(value.replaceAll('\n', ''));

function literal(value: string, indent: number): string {
  const hint = /^[ \n]/.test(value) ? '2' : '';
  const chomp = !value.endsWith('\n') ? '-' : value === '\n' || value.endsWith('\n\n') ? '+' : '';
  const margin = ' '.repeat(indent);
  const body = value.replace(/\n$/, '').split('\n').map((line) => (line === '' ? '' : margin + line));
  return `|${hint}${chomp}\n${body.join('\n')}`;
}

/** Breaks a scalar at the first single space past the width, as often as needed. */
function foldSpaces(text: string, indent: number, column: number): string {
  if (column + text.length <= BEST_WIDTH) return text;
  let out = '';
  let at = column;
  for (let i = 0; i < text.length; i++) {
    const breakable = text[i] === ' ' && at > BEST_WIDTH && i > 0 && i < text.length - 1 && text[i + 1] !== ' ' && text[i - 1] !== ' ';
    if (breakable) {
      out += `\n${' '.repeat(indent)}`;
      at = indent;
    } else {
      out += text[i];
      at++;
    }
  }
  return out;
}

const shortEscapes = new Map([['\n', '\\n'], ['\t', '\\t'], ['\r', '\\r'], ['"', '\\"'], ['\\', '\\\\'], ['\0', '\\0'], ['\x07', '\\a'], ['\b', '\\b'], ['\x1b', '\\e'], ['\f', '\\f'], ['\v', '\\v']]);

function doubleQuoted(value: string): string {
  return `"${[...value].map(escapeRune).join('')}"`;
}

function escapeRune(rune: string): string {
  const short = shortEscapes.get(rune);
  if (short !== undefined) return short;
  if (!special(rune)) return rune;
  const code = rune.codePointAt(0) ?? 0;
  return code <= 0xff ? `\\x${code.toString(16).toUpperCase().padStart(2, '0')}` : `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
