import { compareStrings } from './equality.ts';
import { errorText } from './field.ts';
import { labelKeyErrors, requirementProblem } from './label-requirement.ts';
import type { LabelOperator, Requirement } from './label-requirement.ts';

type TokenKind = 'error' | 'end' | ')' | ',' | '!' | '==' | '=' | '>' | 'identifier' | 'in' | '<' | '!=' | 'notin' | '(';

interface Token {
  readonly kind: TokenKind;
  readonly literal: string;
}

class SyntaxProblem extends Error {}

const symbols: ReadonlySet<string> = new Set([')', ',', '!', '==', '=', '>', '<', '!=', '(']);
/** What a selector's text requires, or the words of what is wrong with it. */
export function parseRequirements(text: string): Requirement[] | string {
  try {
    return new SelectorParser(tokens(text)).parse();
  } catch (error) {
    if (error instanceof SyntaxProblem) return error.message;
    throw error;
  }
}

function tokens(text: string): Token[] {
  const list: Token[] = [];
  for (const [literal] of text.matchAll(/[=!(),><]+|[^=!(),><\s]+/g)) {
    if (/^[^=!(),><]/.test(literal)) list.push({ kind: literal === 'in' || literal === 'notin' ? literal : 'identifier', literal });
    else list.push(...splitSymbols(literal));
  }
  return list;
}

// The longest symbol at each place: '!==' is '!=' and '='.
function splitSymbols(run: string): Token[] {
  const list: Token[] = [];
  for (let at = 0; at < run.length; ) {
    const two = run.slice(at, at + 2);
    const literal = symbols.has(two) ? two : run.charAt(at);
    list.push({ kind: literal as TokenKind, literal });
    at += literal.length;
  }
  return list;
}

class SelectorParser {
  private readonly tokens: readonly Token[];
  private at = 0;

  constructor(list: readonly Token[]) {
    this.tokens = list;
  }

  parse(): Requirement[] {
    const requirements: Requirement[] = [];
    for (;;) {
      const next = this.lookahead();
      if (next.kind === 'end') return requirements;
      if (next.kind !== 'identifier' && next.kind !== '!') throw new SyntaxProblem(`found '${next.literal}', expected: !, identifier, or 'end of string'`);
      requirements.push(this.prefixed(() => this.requirement()));
      const separator = this.take();
      if (separator.kind === 'end') return requirements;
      if (separator.kind !== ',') throw new SyntaxProblem(`found '${separator.literal}', expected: ',' or 'end of string'`);
      const following = this.lookahead();
      if (following.kind !== 'identifier' && following.kind !== '!') throw new SyntaxProblem(`found '${following.literal}', expected: identifier after ','`);
    }
  }

  private prefixed(parse: () => Requirement): Requirement {
    try {
      return parse();
    } catch (error) {
      if (error instanceof SyntaxProblem) throw new SyntaxProblem(`unable to parse requirement: ${error.message}`);
      throw error;
    }
  }

  private requirement(): Requirement {
    const negated = this.lookahead().kind === '!';
    if (negated) this.take();
    const { kind, literal: key } = this.take();
    if (kind !== 'identifier') throw new SyntaxProblem(`found '${key}', expected: identifier`);
    const [keyError] = labelKeyErrors(key, undefined);
    if (keyError !== undefined) throw new SyntaxProblem(errorText(keyError));
    if (negated) return checked({ key, operator: '!', values: [] });
    const after = this.lookahead().kind;
    if (after === 'end' || after === ',') return checked({ key, operator: 'exists', values: [] });
    const operator = this.operator();
    const values = operator === 'in' || operator === 'notin' ? this.values() : this.exactValue();
    return checked({ key, operator, values: [...new Set(values)].sort(compareStrings) });
  }

  private operator(): LabelOperator {
    const { kind, literal } = this.take(true);
    if (kind === '>') return 'gt';
    if (kind === '<') return 'lt';
    if (kind === 'in' || kind === 'notin' || kind === '=' || kind === '==' || kind === '!=') return kind;
    throw new SyntaxProblem(`found '${literal}', expected: in, notin, =, ==, !=, gt, lt`);
  }

  private values(): string[] {
    const open = this.take();
    if (open.kind !== '(') throw new SyntaxProblem(`found '${open.literal}' expected: '('`);
    const first = this.lookahead();
    if (first.kind === ')') {
      this.take();
      return [];
    }
    if (first.kind !== 'identifier' && first.kind !== ',') throw new SyntaxProblem(`found '${first.literal}', expected: ',', ')' or identifier`);
    const values = this.identifiers();
    if (this.take().kind !== ')') throw new SyntaxProblem(`found '${first.literal}', expected: ')'`);
    return values;
  }

  // An empty place between commas or beside a parenthesis is the value ''.
  private identifiers(): string[] {
    const values: string[] = [];
    for (;;) {
      const { kind, literal } = this.take();
      const next = this.lookahead();
      if (kind === 'identifier') {
        values.push(literal);
        if (next.kind === ')') return values;
        if (next.kind !== ',') throw new SyntaxProblem(`found '${next.literal}', expected: ',' or ')'`);
      } else if (kind === ',') {
        if (values.length === 0) values.push('');
        if (next.kind === ')') return [...values, ''];
        if (next.kind === ',') {
          this.take();
          values.push('');
        }
      } else throw new SyntaxProblem(`found '${literal}', expected: ',', or identifier`);
    }
  }

  private exactValue(): string[] {
    const next = this.lookahead();
    if (next.kind === 'end' || next.kind === ',') return [''];
    const { kind, literal } = this.take();
    if (kind !== 'identifier') throw new SyntaxProblem(`found '${literal}', expected: identifier`);
    return [literal];
  }

  // 'in' and 'notin' are operators only where one is expected.
  private lookahead(wantsOperator = false): Token {
    const token = this.tokens[this.at] ?? { kind: 'end', literal: '' };
    return !wantsOperator && (token.kind === 'in' || token.kind === 'notin') ? { kind: 'identifier', literal: token.literal } : token;
  }

  private take(wantsOperator = false): Token {
    const token = this.lookahead(wantsOperator);
    this.at++;
    return token;
  }
}

function checked(requirement: Requirement): Requirement {
  const problem = requirementProblem(requirement);
  if (problem !== undefined) throw new SyntaxProblem(problem);
  return requirement;
}
