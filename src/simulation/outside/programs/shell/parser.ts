import { type Token, tokenize, type WordPart } from './lexer.ts';

export type Word = readonly WordPart[];

export interface Redirect {
  readonly operator: string;
  readonly target: Word;
}

export type Command =
  | { readonly kind: 'simple'; readonly assignments: readonly { readonly name: string; readonly value: Word }[]; readonly words: readonly Word[]; readonly redirects: readonly Redirect[] }
  | { readonly kind: 'while'; readonly until: boolean; readonly condition: List; readonly body: List }
  | { readonly kind: 'for'; readonly name: string; readonly words: readonly Word[]; readonly body: List }
  | { readonly kind: 'if'; readonly branches: readonly { readonly condition: List; readonly body: List }[]; readonly otherwise: List | undefined }
  | { readonly kind: 'group'; readonly subshell: boolean; readonly body: List; readonly redirects: readonly Redirect[] };

/** Commands joined by pipes. */
export interface Pipeline {
  readonly negated: boolean;
  readonly commands: readonly Command[];
}

/** Pipelines in order; each says after which outcome of the one before it runs, and whether in the background. */
export interface Step {
  readonly pipeline: Pipeline;
  readonly when: 'always' | 'success' | 'failure';
  background: boolean;
}

export type List = readonly Step[];

const reserved = new Set(['then', 'do', 'done', 'fi', 'else', 'elif', '}', 'esac']);

const scripts = new Map<string, List | string>();

/** Parses a script, or answers what is wrong with it. The same text is parsed once. */
export function parseScript(script: string): List | string {
  let parsed = scripts.get(script);
  if (parsed === undefined) scripts.set(script, (parsed = parse(script)));
  return parsed;
}

function parse(script: string): List | string {
  try {
    const parser = new Parser(tokenize(script));
    const list = parser.list();
    return parser.atEnd ? list : `syntax error: unexpected "${parser.here}"`;
  } catch (problem) {
    if (typeof problem === 'string') return problem;
    throw problem;
  }
}

class Parser {
  private at = 0;
  private readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  get atEnd(): boolean {
    return this.at >= this.tokens.length;
  }

  get here(): string {
    const token = this.tokens[this.at];
    if (!token) return 'end of file';
    return token.kind === 'operator' ? (token.text === '\n' ? 'newline' : token.text) : plain(token.parts);
  }

  list(): List {
    const steps: Step[] = [];
    let when: Step['when'] = 'always';
    this.separators();
    while (!this.atEnd && !this.closes()) {
      const step: Step = { pipeline: this.pipeline(), when, background: false };
      steps.push(step);
      when = 'always';
      if (this.takes('&&')) when = 'success';
      else if (this.takes('||')) when = 'failure';
      else if (this.takes('&')) step.background = true;
      else if (!this.takes(';') && !this.takes('\n')) break;
      this.separators();
    }
    return steps;
  }

  private separators(): void {
    while (this.takes(';') || this.takes('\n'));
  }

  private closes(): boolean {
    const token = this.tokens[this.at];
    if (token.kind === 'operator') return token.text === ')' || token.text === ';;';
    return reserved.has(keyword(token));
  }

  private pipeline(): Pipeline {
    const negated = this.takesWord('!');
    const commands = [this.command()];
    while (this.takes('|')) commands.push(this.command());
    return { negated, commands };
  }

  private command(): Command {
    const token = this.tokens[this.at];
    if (!token) throw 'syntax error: unexpected end of file';
    if (this.takes('(')) {
      const body = this.list();
      this.expect(')');
      return { kind: 'group', subshell: true, body, redirects: this.redirects() };
    }
    switch (token.kind === 'word' ? keyword(token) : '') {
      case 'while':
      case 'until':
        return this.loop();
      case 'for':
        return this.forLoop();
      case 'if':
        return this.conditional();
      case '{':
        return this.group();
      default:
        return this.simple();
    }
  }

  private loop(): Command {
    const until = this.takesWord('until');
    if (!until) this.at++;
    const condition = this.list();
    return { kind: 'while', until, condition, body: this.doBody() };
  }

  private forLoop(): Command {
    this.at++;
    const name = this.here;
    this.at++;
    const words: Word[] = [];
    if (this.takesWord('in')) for (let token = this.tokens[this.at]; token?.kind === 'word'; token = this.tokens[++this.at]) words.push(token.parts);
    this.separators();
    return { kind: 'for', name, words, body: this.doBody() };
  }

  private doBody(): List {
    this.expectWord('do');
    const body = this.list();
    this.expectWord('done');
    return body;
  }

  private conditional(): Command {
    const branches: { condition: List; body: List }[] = [];
    this.at++;
    do {
      const condition = this.list();
      this.expectWord('then');
      branches.push({ condition, body: this.list() });
    } while (this.takesWord('elif'));
    const otherwise = this.takesWord('else') ? this.list() : undefined;
    this.expectWord('fi');
    return { kind: 'if', branches, otherwise };
  }

  private group(): Command {
    this.at++;
    const body = this.list();
    this.expectWord('}');
    return { kind: 'group', subshell: false, body, redirects: this.redirects() };
  }

  private redirects(): Redirect[] {
    const redirects: Redirect[] = [];
    for (let redirect = this.redirect(); redirect; redirect = this.redirect()) redirects.push(redirect);
    return redirects;
  }

  private redirect(): Redirect | undefined {
    const token = this.tokens[this.at];
    if (token?.kind !== 'operator' || !['>', '>>', '<', '2>', '2>>', '2>&1'].includes(token.text)) return undefined;
    this.at++;
    if (token.text === '2>&1') return { operator: token.text, target: [] };
    const target = this.tokens[this.at++];
    if (target?.kind !== 'word') throw 'syntax error: unexpected redirection';
    return { operator: token.text, target: target.parts };
  }

  private simple(): Command {
    const assignments: { name: string; value: Word }[] = [];
    const words: Word[] = [];
    const redirects: Redirect[] = [];
    for (;;) {
      const redirect = this.redirect();
      if (redirect) {
        redirects.push(redirect);
        continue;
      }
      const token = this.tokens[this.at];
      if (token?.kind !== 'word') break;
      this.at++;
      const assignment = words.length === 0 ? assignmentOf(token.parts) : undefined;
      if (assignment) assignments.push(assignment);
      else words.push(token.parts);
    }
    if (words.length + assignments.length + redirects.length === 0) throw `syntax error: unexpected "${this.here}"`;
    return { kind: 'simple', assignments, words, redirects };
  }

  private takes(operator: string): boolean {
    const token = this.tokens[this.at];
    if (token?.kind !== 'operator' || token.text !== operator) return false;
    this.at++;
    return true;
  }

  private takesWord(word: string): boolean {
    const token = this.tokens[this.at];
    if (token?.kind !== 'word' || keyword(token) !== word) return false;
    this.at++;
    return true;
  }

  private expect(operator: string): void {
    if (!this.takes(operator)) throw `syntax error: unexpected "${this.here}" (expecting "${operator}")`;
  }

  private expectWord(word: string): void {
    if (!this.takesWord(word)) throw `syntax error: unexpected "${this.here}" (expecting "${word}")`;
  }
}

const plain = (parts: Word): string => parts.map((part) => part.text).join('');

/** The word's text if it may be a keyword: not quoted, not expanded. */
function keyword(token: { readonly parts: Word }): string {
  const [part] = token.parts;
  return token.parts.length === 1 && part.literal && !part.quoted ? part.text : '';
}

function assignmentOf(parts: Word): { name: string; value: Word } | undefined {
  const [first, ...rest] = parts;
  const match = first.literal && !first.quoted ? /^([A-Za-z_][A-Za-z0-9_]*)=([^]*)$/.exec(first.text) : undefined;
  if (!match) return undefined;
  const value = match[2] === '' ? rest : [{ ...first, text: match[2] }, ...rest];
  return { name: match[1], value };
}
