import { load, YAMLException } from 'js-yaml';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import { hasExcessiveAliasing } from './aliases.ts';
import { type Position } from './position.ts';
import { kubernetesSchema } from './schema.ts';
import { goYamlError } from './yaml-error.ts';

/** One document of a manifest as it was written. `firstLine` is the line, from 1, on which its text begins. */
export interface DocumentText {
  readonly text: string;
  readonly firstLine: number;
  readonly index: number;
}

/** A document that could be read, or why it could not. */
export type Decoded =
  | { readonly document: DocumentText; readonly value: unknown }
  | { readonly document: DocumentText; readonly error: string; readonly position?: Position };

/** Aliases in one document before it is refused unread. */
const MAX_ALIASES = 100_000;
/** Characters above which a document is looked over before it is parsed: what is refused in the end shall not cost seconds first. */
const LONG = 500_000;
const EXCESSIVE = 'error converting YAML to JSON: yaml: document contains excessive aliasing';

const countAliases = (text: string): number => text.match(/(?<=^|[\s,[:-])\*\w/gm)?.length ?? 0;

/**
 * Reads a manifest of several documents, in order, up to the first that is broken.
 * Source: apimachinery util/yaml, YAMLOrJSONDecoder; client-go and kubectl add where it came from.
 */
export function decodeManifest(manifest: string): Decoded[] {
  if (/^\s*\{/.test(manifest)) return decodeJsonStream(manifest);
  const decoded: Decoded[] = [];
  for (const document of splitDocuments(manifest)) {
    const result = decodeYaml(document);
    decoded.push(result);
    if ('error' in result) break;
  }
  return decoded;
}

/** Splits at lines that begin with `---`. */
export function splitDocuments(manifest: string): DocumentText[] {
  const documents: DocumentText[] = [];
  let lines: string[] = [];
  let firstLine = 1;
  const flush = (next: number): void => {
    if (lines.some((line) => line.trim() !== '')) documents.push({ text: lines.join('\n'), firstLine, index: documents.length });
    lines = [];
    firstLine = next;
  };
  manifest.split(/\r?\n/).forEach((line, i) => {
    if (line.startsWith('---')) flush(i + 2);
    else lines.push(line);
  });
  flush(0);
  return documents;
}

function decodeYaml(document: DocumentText): Decoded {
  const { text } = document;
  if (text.length > LONG && countAliases(text) > MAX_ALIASES) return { document, error: EXCESSIVE };
  try {
    const value = load(text, { schema: kubernetesSchema, json: true, maxAliases: MAX_ALIASES });
    if (hasExcessiveAliasing(value)) return { document, error: EXCESSIVE };
    return { document, value };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return brokenYaml(document, error);
  }
}

function brokenYaml(document: DocumentText, error: YAMLException): Decoded {
  // A document of nothing but comments is empty, not broken.
  if (!/^\s*[^#\s]/m.test(document.text)) return { document, value: null };
  const { line, column } = error.mark ?? { line: 0, column: 0 };
  const words = goYamlError(document.text, { reason: error.reason, line, column });
  return { document, error: `error converting YAML to JSON: ${words}`, position: { line: document.firstLine + line, column: column + 1 } };
}

function decodeJsonStream(manifest: string): Decoded[] {
  const decoded: Decoded[] = [];
  let at = 0;
  while (/\S/.test(manifest.slice(at))) {
    const end = endOfJson(manifest, at);
    const document = { text: manifest.slice(at, end), firstLine: manifest.slice(0, at).split('\n').length, index: decoded.length };
    decoded.push(decodeJson(document));
    at = end;
  }
  return decoded;
}

/** Behind the first complete JSON value from `at` on, or at the end of the text. */
function endOfJson(text: string, at: number): number {
  let depth = 0;
  let inString = false;
  for (let i = at; i < text.length; i++) {
    const rune = text[i];
    if (inString) {
      if (rune === '\\') i++;
      else if (rune === '"') inString = false;
    } else if (rune === '"') inString = true;
    else if (rune === '{' || rune === '[') depth++;
    else if ((rune === '}' || rune === ']') && --depth === 0) return i + 1;
  }
  return text.length;
}

function decodeJson(document: DocumentText): Decoded {
  try {
    return { document, value: JSON.parse(document.text) as KubeObject };
  } catch {
    return brokenJson(document);
  }
}

function brokenJson(document: DocumentText): Decoded {
  const { text } = document;
  const trailing = /,(\s*)([}\]])/.exec(text);
  const offset = trailing ? trailing.index + trailing[0].length : text.length;
  const before = text.slice(0, offset);
  const position = { line: document.firstLine + before.split('\n').length - 1, column: offset - before.lastIndexOf('\n') - 1 };
  if (!trailing) return { document, error: 'unexpected EOF', position };
  const looking = trailing[2] === '}' ? 'looking for beginning of object key string' : 'looking for beginning of value';
  return { document, error: `json: offset ${offset}: invalid character '${trailing[2]}' ${looking}`, position };
}
