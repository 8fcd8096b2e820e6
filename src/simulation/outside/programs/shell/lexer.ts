/** A piece of a word. `quoted` pieces are not split at spaces after expansion; `literal` ones are not expanded. */
export interface WordPart {
  readonly text: string;
  readonly quoted: boolean;
  readonly literal: boolean;
}

export type Token = { readonly kind: 'word'; readonly parts: readonly WordPart[] } | { readonly kind: 'operator'; readonly text: string };

const operators = ['&&', '||', ';;', '>>', '2>&1', '2>>', '2>', '<<', '&', '|', ';', '>', '<', '(', ')', '\n'];

/** Splits a script into words and operators. Throws a string, as `sh: syntax error: …`, on an open quote. */
export function tokenize(script: string): Token[] {
  const lexer = new Lexer(script);
  return lexer.run();
}

class Lexer {
  private at = 0;
  private readonly tokens: Token[] = [];
  private parts: WordPart[] | undefined;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  run(): Token[] {
    while (this.at < this.text.length) this.step();
    this.endWord();
    return this.tokens;
  }

  private step(): void {
    const { text } = this;
    const character = text[this.at];
    if (character === ' ' || character === '\t' || character === '\r') return this.skip();
    if (character === '#' && !this.parts) return this.comment();
    const operator = this.parts && /\d/.test(character) ? undefined : operators.find((candidate) => text.startsWith(candidate, this.at));
    if (operator !== undefined) return this.operator(operator);
    if (character === "'") return this.singleQuoted();
    if (character === '"') return this.doubleQuoted();
    if (character === '\\') return this.escaped();
    if (character === '$' || character === '`') return this.expansion(false);
    this.push(character, false, true);
    this.at++;
  }

  private skip(): void {
    this.endWord();
    this.at++;
  }

  private comment(): void {
    while (this.at < this.text.length && this.text[this.at] !== '\n') this.at++;
  }

  private operator(text: string): void {
    this.endWord();
    this.tokens.push({ kind: 'operator', text });
    this.at += text.length;
  }

  private escaped(): void {
    const next = this.text[this.at + 1];
    if (next !== undefined && next !== '\n') this.push(next, true, true);
    this.at += 2;
  }

  private singleQuoted(): void {
    const end = this.text.indexOf("'", this.at + 1);
    if (end < 0) throw 'syntax error: unterminated quoted string';
    this.push(this.text.slice(this.at + 1, end), true, true);
    this.at = end + 1;
  }

  private doubleQuoted(): void {
    this.at++;
    this.push('', true, true);
    while (this.text[this.at] !== '"') {
      const character = this.text[this.at];
      if (character === undefined) throw 'syntax error: unterminated quoted string';
      if (character === '\\' && /["\\$`\n]/.test(this.text[this.at + 1] ?? '')) {
        if (this.text[this.at + 1] !== '\n') this.push(this.text[this.at + 1], true, true);
        this.at += 2;
      } else if (character === '$' || character === '`') this.expansion(true);
      else {
        this.push(character, true, true);
        this.at++;
      }
    }
    this.at++;
  }

  /** `$name`, `${…}`, `$(…)`, `$((…))` or a command in backquotes, kept as text for the expander. */
  private expansion(quoted: boolean): void {
    const end = this.endOfExpansion();
    if (end === this.at + 1) this.push(this.text[this.at], quoted, true);
    else this.push(this.text.slice(this.at, end), quoted, false);
    this.at = end;
  }

  private endOfExpansion(): number {
    const { text, at } = this;
    if (text[at] === '`') return this.after(text.indexOf('`', at + 1), '`');
    const next = text[at + 1] ?? '';
    if (next === '(') return this.matching('(', ')');
    if (next === '{') return this.matching('{', '}');
    if (/[?$#@*!0-9]/.test(next)) return at + 2;
    const name = /^[A-Za-z_][A-Za-z0-9_]*/.exec(text.slice(at + 1));
    return at + 1 + (name ? name[0].length : 0);
  }

  private after(index: number, what: string): number {
    if (index < 0) throw `syntax error: unexpected end of file (expecting "${what}")`;
    return index + 1;
  }

  private matching(open: string, close: string): number {
    let depth = 0;
    for (let i = this.at + 1; i < this.text.length; i++) {
      if (this.text[i] === open) depth++;
      else if (this.text[i] === close && --depth === 0) return i + 1;
    }
    throw `syntax error: unexpected end of file (expecting "${close}")`;
  }

  private push(text: string, quoted: boolean, literal: boolean): void {
    const parts = (this.parts ??= []);
    const last = parts[parts.length - 1];
    if (last && last.literal && literal && last.quoted === quoted) parts[parts.length - 1] = { text: last.text + text, quoted, literal };
    else parts.push({ text, quoted, literal });
  }

  private endWord(): void {
    if (this.parts) this.tokens.push({ kind: 'word', parts: this.parts });
    this.parts = undefined;
  }
}
