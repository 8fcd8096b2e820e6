import { fail } from '../errors.ts';
import { goPlain } from './printer.ts';

type Token = { readonly text: string } | { readonly action: string };

/** The part of Go's text/template that people use with kubectl: fields, range, if, else, with, len, index, printf, eq and friends, variables. */
export function printGoTemplate(template: string, root: unknown): string {
  const run = new Run(tokensOf(template), root);
  return run.block(root, () => false).text;
}

function tokensOf(template: string): Token[] {
  const tokens: Token[] = [];
  const parts = template.split(/(\{\{-?[\s\S]*?-?\}\})/);
  parts.forEach((part, i) => {
    if (i % 2 === 1) tokens.push({ action: part.replace(/^\{\{-?|-?\}\}$/g, '').trim() });
    else tokens.push({ text: trim(part, parts[i - 1]?.endsWith('-}}') ?? false, parts[i + 1]?.startsWith('{{-') ?? false) });
  });
  return tokens;
}

const trim = (text: string, before: boolean, after: boolean): string => {
  const left = before ? text.trimStart() : text;
  return after ? left.trimEnd() : left;
};

interface Block {
  readonly text: string;
  /** The action at which the block ended. */
  readonly end: string;
}

class Run {
  private at = 0;
  private readonly variables = new Map<string, unknown>();
  private readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[], root: unknown) {
    this.tokens = tokens;
    this.variables.set('$', root);
  }

  block(dot: unknown, skipping: () => boolean): Block {
    let text = '';
    while (this.at < this.tokens.length) {
      const token = this.tokens[this.at++];
      if ('text' in token) text += token.text;
      else if (/^(end|else)\b/.test(token.action)) return { text, end: token.action };
      else text += this.action(token.action, dot, skipping());
    }
    return { text, end: '' };
  }

  private action(action: string, dot: unknown, skip: boolean): string {
    const [, word, rest] = /^(range|if|with)\s+([\s\S]*)$/.exec(action) ?? [];
    if (word === 'range') return this.range(rest, dot, skip);
    if (word === 'if' || word === 'with') return this.branch(word, rest, dot, skip);
    const assignment = /^(\$\w+)\s*:?=\s*([\s\S]*)$/.exec(action);
    if (skip || action.startsWith('/*')) return '';
    if (!assignment) return goPrint(this.pipeline(action, dot));
    this.variables.set(assignment[1], this.pipeline(assignment[2], dot));
    return '';
  }

  private branch(word: string, condition: string, dot: unknown, skip: boolean): string {
    const value = skip ? undefined : this.pipeline(condition, dot);
    const taken = !skip && truth(value);
    const first = this.block(word === 'with' && taken ? value : dot, () => !taken);
    let text = taken ? first.text : '';
    let { end } = first;
    if (end.startsWith('else if')) return text + this.branch('if', end.slice(7).trim(), dot, skip || taken);
    if (end === 'else') {
      const second = this.block(dot, () => skip || taken);
      if (!skip && !taken) text += second.text;
      end = second.end;
    }
    return text;
  }

  private range(expression: string, dot: unknown, skip: boolean): string {
    const [, key, item, source] = /^(?:(\$\w+)\s*,\s*)?(\$\w+)\s*:=\s*([\s\S]*)$/.exec(expression) ?? [undefined, undefined, undefined, expression];
    const entries = skip ? [] : entriesOf(this.pipeline(source, dot));
    const start = this.at;
    let text = '';
    for (const [name, value] of entries) {
      this.at = start;
      if (key) this.variables.set(key, name);
      if (item) this.variables.set(item, value);
      const body = this.block(value, () => false);
      text += body.text;
      if (body.end === 'else') this.block(dot, () => true);
    }
    if (entries.length > 0) return text;
    const body = this.block(dot, () => true);
    return body.end === 'else' ? this.block(dot, () => skip).text : '';
  }

  private pipeline(source: string, dot: unknown): unknown {
    let value: unknown;
    let piped = false;
    for (const command of splitTop(source, '|')) {
      const words = splitTop(command, ' ').filter((word) => word !== '');
      value = this.command(words, dot, piped ? [value] : []);
      piped = true;
    }
    return value;
  }

  private command(words: readonly string[], dot: unknown, piped: readonly unknown[]): unknown {
    const call = functions.get(words[0]);
    if (!call) return this.operand(words[0], dot);
    return call([...words.slice(1).map((word) => this.operand(word, dot)), ...piped]);
  }

  private operand(word: string, dot: unknown): unknown {
    if (word.startsWith('(')) return this.pipeline(word.slice(1, -1), dot);
    if (word.startsWith('"')) return JSON.parse(word) as string;
    if (word.startsWith('`')) return word.slice(1, -1);
    if (/^-?\d+(\.\d+)?$/.test(word)) return Number(word);
    if (word === 'true' || word === 'false') return word === 'true';
    if (word === 'nil') return undefined;
    if (word.startsWith('$')) return this.variable(word);
    if (word.startsWith('.')) return fieldsOf(dot, word);
    return fail(`error parsing template: template: output:1: function "${word}" not defined`);
  }

  private variable(word: string): unknown {
    const [, name, path] = /^(\$\w*)(.*)$/.exec(word) ?? [];
    return fieldsOf(this.variables.get(name), path);
  }
}

function fieldsOf(value: unknown, path: string): unknown {
  let found = value;
  for (const name of path.split('.').filter((part) => part !== '')) {
    found = found !== null && typeof found === 'object' && Object.hasOwn(found, name) ? (found as Record<string, unknown>)[name] : undefined;
  }
  return found;
}

/** Splits at a separator that stands outside quotes and parentheses. */
function splitTop(source: string, separator: string): string[] {
  const parts = [''];
  let depth = 0;
  let quote = '';
  for (let i = 0; i < source.length; i++) {
    const rune = source[i];
    if (quote !== '') {
      if (rune === '\\' && quote === '"') parts[parts.length - 1] += source[i++];
      else if (rune === quote) quote = '';
    } else if (rune === '"' || rune === '`') quote = rune;
    else if (rune === '(') depth++;
    else if (rune === ')') depth--;
    if (rune === separator && depth === 0 && quote === '') parts.push('');
    else parts[parts.length - 1] += source[i];
  }
  return parts.map((part) => part.trim());
}

const truth = (value: unknown): boolean => {
  if (Array.isArray(value)) return value.length > 0;
  if (value !== null && typeof value === 'object') return Object.keys(value).length > 0;
  return Boolean(value);
};

function entriesOf(value: unknown): [unknown, unknown][] {
  if (Array.isArray(value)) return value.map((item, i): [unknown, unknown] => [i, item]);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

const goPrint = (value: unknown): string => (value === undefined || value === null ? '<no value>' : goPlain(value));

function lengthOf(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return value !== null && typeof value === 'object' ? Object.keys(value).length : 0;
}

function index(args: readonly unknown[]): unknown {
  return args.slice(1).reduce((value, key) => (value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[key as string] : undefined), args[0]);
}

function printf(args: readonly unknown[]): string {
  let next = 1;
  return String(args[0]).replace(/%[-+]?\d*[a-z%]/g, (verb) => {
    if (verb === '%%') return '%';
    const value = args[next++];
    const text = verb.endsWith('q') ? JSON.stringify(value) : goPrint(value);
    const width = Number(/-?\d+/.exec(verb)?.[0] ?? 0);
    return width < 0 ? text.padEnd(-width) : text.padStart(width);
  });
}

const functions = new Map<string, (args: readonly unknown[]) => unknown>([
  ['len', ([value]) => lengthOf(value)],
  ['index', index],
  ['printf', printf],
  ['print', (args) => args.map(goPrint).join('')],
  ['println', (args) => `${args.map(goPrint).join(' ')}\n`],
  ['eq', ([first, ...others]) => others.some((other) => other === first)],
  ['ne', ([a, b]) => a !== b],
  ['lt', ([a, b]) => (a as number) < (b as number)],
  ['gt', ([a, b]) => (a as number) > (b as number)],
  ['le', ([a, b]) => (a as number) <= (b as number)],
  ['ge', ([a, b]) => (a as number) >= (b as number)],
  ['not', ([value]) => !truth(value)],
  ['and', (args) => args.find((value) => !truth(value)) ?? args.at(-1)],
  ['or', (args) => args.find(truth) ?? args.at(-1)],
  ['exists', (args) => index(args) !== undefined],
]);
