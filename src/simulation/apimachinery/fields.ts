import { quote } from './go-format.ts';

export interface FieldRequirement {
  readonly field: string;
  readonly operator: '=' | '!=';
  readonly value: string;
}

/** What a fieldSelector says. */
export interface FieldSelector {
  readonly requirements: readonly FieldRequirement[];
  readonly empty: boolean;
  /** `valueOf` answers '' for a field that the object has not. */
  matches(valueOf: (field: string) => string): boolean;
  /** The value that this field must have, when the selector demands one. */
  requiresExactMatch(field: string): string | undefined;
  toString(): string;
}

export const everyField: FieldSelector = fieldSelector([]);

export function fieldSelector(requirements: readonly FieldRequirement[]): FieldSelector {
  return {
    requirements,
    empty: requirements.length === 0,
    matches: (valueOf) => requirements.every((r) => (valueOf(r.field) === r.value) === (r.operator === '=')),
    requiresExactMatch: (field) => requirements.find((r) => r.field === field && r.operator === '=')?.value,
    toString: () => requirements.map((r) => `${r.field}${r.operator}${escapeValue(r.value)}`).join(','),
  };
}

export interface FieldSelectorError {
  readonly error: string;
}

export function isFieldSelectorError(parsed: FieldSelector | FieldSelectorError): parsed is FieldSelectorError {
  return 'error' in parsed;
}

/** A selector, or the words of what is wrong with it. Source: apimachinery fields/selector.go, parseSelector. */
export function parseFieldSelector(text: string): FieldSelector | FieldSelectorError {
  const requirements: FieldRequirement[] = [];
  for (const term of splitTerms(text)) {
    if (term === '') continue;
    const split = splitTerm(term);
    if (split === undefined) return { error: `invalid selector: '${text}'; can't understand '${term}'` };
    const [field, operator, escaped] = split;
    const value = unescapeValue(escaped);
    if (typeof value !== 'string') return value;
    requirements.push({ field, operator, value });
  }
  return requirements.length === 0 ? everyField : fieldSelector(requirements);
}

/** What a kind answers to a field it cannot select by. */
export function unknownField(field: string, known: readonly string[]): string {
  return `${quote(field)} is not a known field selector: only ${known.map(quote).join(', ')}`;
}

// A backslash keeps the next ',' or '=' from meaning anything.
function splitTerms(text: string): string[] {
  return text.match(/(?:\\.|[^,\\]|\\$)+/gs) ?? [];
}

function splitTerm(term: string): [field: string, operator: '=' | '!=', value: string] | undefined {
  const match = /^((?:\\.|[^\\])*?)(!=|==|=)(.*)$/s.exec(term);
  if (match === null) return undefined;
  return [match[1] ?? '', match[2] === '!=' ? '!=' : '=', match[3] ?? ''];
}

function unescapeValue(text: string): string | FieldSelectorError {
  const bad = /\\(?![\\,=])./s.exec(text) ?? /(?<!\\)(?:\\\\)*\\$/.exec(text);
  if (bad !== null) return { error: `invalid field selector: invalid escape sequence: ${bad[0]}` };
  const bare = /(?<!\\)=/.exec(text);
  if (bare !== null) return { error: `invalid field selector: unescaped character in value: ${text.charCodeAt(bare.index)}` };
  return text.replace(/\\(.)/gs, '$1');
}

function escapeValue(text: string): string {
  return text.replace(/[\\,=]/g, '\\$&');
}
