import { fail } from '../errors.ts';

/** One step of a path, applied to each value that the steps before it found. */
export type Step =
  | { readonly type: 'field'; readonly name: string }
  | { readonly type: 'wildcard' }
  | { readonly type: 'recursive' }
  | { readonly type: 'slice'; readonly from?: number; readonly to?: number; readonly by?: number; readonly index: boolean }
  | { readonly type: 'union'; readonly paths: readonly (readonly Step[])[] }
  | { readonly type: 'filter'; readonly left: Operand; readonly operator?: string; readonly right?: Operand };

export type Operand = { readonly literal: unknown } | { readonly path: readonly Step[] };

/** A piece of a template: text, a path to print, or a `range … end`. */
export type Piece =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'path'; readonly steps: readonly Step[] }
  | { readonly type: 'range'; readonly steps: readonly Step[]; readonly body: readonly Piece[] };

/** Parses `{.a.b[0]} text {range .items[*]}…{end}`. Ends the command with kubectl's words when it cannot. Source: client-go util/jsonpath/parser.go. */
export function parseTemplate(template: string): readonly Piece[] {
  const parser = new Parser(template);
  const pieces = parser.pieces(false);
  return pieces;
}

/** `{.a.b}`, `.a.b` and `a.b` alike. Source: kubectl cmd/get, RelaxedJSONPathExpression. */
export function relaxed(expression: string): string {
  if (expression === '') return expression;
  const match = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(expression);
  if (!match) fail(`unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'`);
  return `{.${match[1] ?? match[2]}}`;
}

const UNCLOSED = 'unclosed action';

class Parser {
  private at = 0;
  private readonly source: string;
  constructor(source: string) {
    this.source = source;
  }

  pieces(inRange: boolean): Piece[] {
    const pieces: Piece[] = [];
    while (this.at < this.source.length) {
      const open = this.source.indexOf('{', this.at);
      if (open < 0) {
        pieces.push({ type: 'text', text: this.source.slice(this.at) });
        this.at = this.source.length;
        break;
      }
      if (open > this.at) pieces.push({ type: 'text', text: this.source.slice(this.at, open) });
      this.at = open + 1;
      if (this.action(pieces)) return pieces;
    }
    if (inRange) this.fail('unclosed range, expect {end}');
    return pieces;
  }

  /** Reads up to the closing brace; true when it was `end`. */
  private action(pieces: Piece[]): boolean {
    this.spaces();
    if (this.word('end')) {
      this.close();
      return true;
    }
    if (this.word('range')) {
      this.spaces();
      const steps = this.path();
      this.close();
      pieces.push({ type: 'range', steps, body: this.pieces(true) });
      return false;
    }
    while (this.peek() !== '}') {
      if (this.peek() === '') this.fail(UNCLOSED);
      if (this.peek() === '"' || this.peek() === "'") pieces.push({ type: 'text', text: this.quoted() });
      else pieces.push({ type: 'path', steps: this.path() });
      this.spaces();
    }
    this.at++;
    return false;
  }

  private close(): void {
    this.spaces();
    if (this.peek() !== '}') this.fail(UNCLOSED);
    this.at++;
  }

  path(): Step[] {
    const steps: Step[] = [];
    const start = this.at;
    for (;;) {
      const rune = this.peek();
      if (rune === '$' || rune === '@') this.at++;
      else if (rune === '.') this.dot(steps);
      else if (rune === '[') steps.push(this.bracket());
      else if (rune === '*') this.star(steps);
      else if (/[A-Za-z_]/.test(rune) && steps.length === 0) steps.push({ type: 'field', name: this.name() });
      else if (/[A-Za-z_]/.test(rune)) steps.push({ type: 'field', name: this.name() });
      else break;
    }
    if (this.at === start) this.unrecognized();
    return steps;
  }

  private unrecognized(): never {
    const rune = this.peek();
    if (rune === '') this.fail(UNCLOSED);
    this.fail(`unrecognized character in action: U+${rune.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')} '${rune}'`);
  }

  private star(steps: Step[]): void {
    this.at++;
    steps.push({ type: 'wildcard' });
  }

  private dot(steps: Step[]): void {
    this.at++;
    if (this.peek() === '.') {
      this.at++;
      steps.push({ type: 'recursive' });
    }
    if (/[^\s}[\].*@$]/.test(this.peek())) steps.push({ type: 'field', name: this.name() });
  }

  private name(): string {
    let name = '';
    for (let rune = this.peek(); rune !== '' && !/[\s.,[\]()$@{}=!<>|]/.test(rune); rune = this.peek()) {
      if (rune === '\\') this.at++;
      name += this.peek();
      this.at++;
    }
    return name;
  }

  private bracket(): Step {
    this.at++;
    this.spaces();
    if (this.source.startsWith('?(', this.at)) return this.filter();
    const end = this.closingBracket();
    const inside = this.source.slice(this.at, end).trim();
    this.at = end + 1;
    return this.subscript(inside);
  }

  private closingBracket(): number {
    let quote = '';
    for (let i = this.at; i < this.source.length; i++) {
      const rune = this.source[i];
      if (quote !== '') quote = rune === quote ? '' : quote;
      else if (rune === '"' || rune === "'") quote = rune;
      else if (rune === ']') return i;
    }
    return this.fail('unterminated array');
  }

  private subscript(inside: string): Step {
    if (inside === '*') return { type: 'wildcard' };
    const parts = inside.match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^,]+/g)?.map((part) => part.trim()) ?? [];
    if (parts.length > 1) return { type: 'union', paths: parts.map((part) => [this.subscript(part)]) };
    const quotedName = /^(['"])([\s\S]*)\1$/.exec(inside);
    if (quotedName) return { type: 'field', name: quotedName[2].replace(/\\(.)/g, '$1') };
    const slice = /^(-?\d*)(?::(-?\d*))?(?::(-?\d*))?$/.exec(inside);
    if (!slice || inside === '') return this.fail(`invalid array index ${inside}`);
    const value = (text: string | undefined): number | undefined => (text === undefined || text === '' ? undefined : Number(text));
    return { type: 'slice', from: value(slice[1]), to: value(slice[2]), by: value(slice[3]), index: !inside.includes(':') };
  }

  private filter(): Step {
    this.at += 2;
    this.spaces();
    const left = this.operand();
    this.spaces();
    const operator = /^(==|!=|<=|>=|<|>)/.exec(this.source.slice(this.at))?.[0];
    let right: Operand | undefined;
    if (operator !== undefined) {
      this.at += operator.length;
      this.spaces();
      right = this.operand();
      this.spaces();
    }
    if (!this.source.startsWith(')]', this.at)) this.fail('unclosed array expect ]');
    this.at += 2;
    return { type: 'filter', left, operator, right };
  }

  private operand(): Operand {
    const rune = this.peek();
    if (rune === '"' || rune === "'") return { literal: this.quoted() };
    const literal = /^(-?\d+(?:\.\d+)?|true|false)(?![\w.])/.exec(this.source.slice(this.at));
    if (!literal) return { path: this.path() };
    this.at += literal[0].length;
    return { literal: literal[0] === 'true' ? true : literal[0] === 'false' ? false : Number(literal[0]) };
  }

  private quoted(): string {
    const quote = this.peek();
    let text = '';
    for (this.at++; this.peek() !== quote; this.at++) {
      if (this.peek() === '') this.fail('unterminated quoted string');
      if (this.peek() === '\\') {
        this.at++;
        text += escaped.get(this.peek()) ?? this.peek();
      } else text += this.peek();
    }
    this.at++;
    return text;
  }

  private word(word: string): boolean {
    if (!this.source.startsWith(word, this.at) || /[\w.]/.test(this.source[this.at + word.length] ?? '')) return false;
    this.at += word.length;
    return true;
  }

  private spaces(): void {
    while (/\s/.test(this.peek())) this.at++;
  }

  private peek(): string {
    return this.source[this.at] ?? '';
  }

  private fail(reason: string): never {
    fail(`error parsing jsonpath ${this.source}, ${reason}`);
  }
}

const escaped = new Map([['n', '\n'], ['t', '\t'], ['r', '\r']]);
