import type { ProgramIo, ProgramWait } from '../../../contracts/programs.ts';
import { arithmetic } from './arithmetic.ts';
import { type Builtin, builtins, type CommandCall } from './builtins.ts';
import { absolute, baseName } from './paths.ts';
import { type Command, type List, parseScript, type Pipeline, type Redirect, type Word } from './parser.ts';

type Run<T> = Generator<ProgramWait, T, unknown>;

/** Thrown by `exit`, `break` and `continue` to leave what runs around them. */
class Leave {
  readonly kind: 'exit' | 'break' | 'continue';
  readonly code: number;
  constructor(kind: Leave['kind'], code: number) {
    this.kind = kind;
    this.code = code;
  }
}

/** A loop that never sleeps still takes time, and less and less often of ours. */
const BUSY_LOOP_US = 1_000;
const BUSY_LOOP_SLOW_US = 200_000;
const MAX_BUSY_ROUNDS = 1_000;
const NOT_FOUND = 127;

/** Output on its way: whole lines go on, the rest waits for its end. */
export type Sink = (text: string) => void;

/** Runs shell scripts. Source: POSIX sh, as far as manifests and lessons use it: no functions, no case, no globbing. */
export class Shell {
  readonly variables = new Map<string, string>();
  private status = 0;
  readonly io: ProgramIo;
  readonly name: string;

  constructor(io: ProgramIo, name = 'sh') {
    this.io = io;
    this.name = name;
    for (const { name: key, value } of io.spec.env) this.variables.set(key, value);
    this.variables.set('HOSTNAME', io.spec.podName);
  }

  /** Runs a whole script and answers its exit code. */
  *script(text: string, args: readonly string[] = []): Run<number> {
    args.forEach((value, i) => this.variables.set(String(i), value));
    const parsed = parseScript(text);
    const out = lineSink(this.io.print);
    if (typeof parsed === 'string') {
      out(`${this.name}: ${parsed}\n`);
      return 2;
    }
    const code = yield* this.top(parsed, out);
    out('');
    return code;
  }

  /** Runs one command given as words. -1 when there is no such command. */
  *command(words: readonly string[]): Run<number> {
    const builtin = builtins.get(baseName(words[0] ?? ''));
    if (!builtin) return -1;
    const out = lineSink(this.io.print);
    const code = yield* this.guard(builtin(this.call(words, '', out)));
    out('');
    return code;
  }

  /** A shell within this one, printing elsewhere. */
  child(io: ProgramIo, print: (line: string) => void): Shell {
    return new Shell({ ...io, print }, this.name);
  }

  /** Runs other words in place of a command. */
  *again(call: CommandCall, words: readonly string[]): Run<number> {
    return yield* this.invoke(words, call.input, call.out);
  }

  private *top(list: List, out: Sink): Run<number> {
    return yield* this.guard(this.list(list, '', out));
  }

  private *guard(run: Run<number>): Run<number> {
    try {
      return yield* run;
    } catch (leave) {
      if (leave instanceof Leave) return leave.code;
      throw leave;
    }
  }

  private *list(list: List, input: string, out: Sink): Run<number> {
    let skipping = false;
    for (const { pipeline, when } of list) {
      if (when === 'always') skipping = false;
      else if (when === 'success' ? this.status !== 0 : this.status === 0) skipping = true;
      else skipping = false;
      if (!skipping) this.status = yield* this.pipeline(pipeline, input, out);
    }
    return this.status;
  }

  private *pipeline({ commands, negated }: Pipeline, input: string, out: Sink): Run<number> {
    let text = input;
    let code = 0;
    for (let i = 0; i < commands.length; i++) {
      if (i === commands.length - 1) code = yield* this.run(commands[i], text, out);
      else {
        let passed = '';
        yield* this.run(commands[i], text, (more) => (passed += more));
        text = passed;
      }
    }
    return negated ? Number(code === 0) : code;
  }

  private *run(command: Command, input: string, out: Sink): Run<number> {
    switch (command.kind) {
      case 'simple':
        return yield* this.simple(command, input, out);
      case 'while':
        return yield* this.loop(command, input, out);
      case 'for':
        return yield* this.forLoop(command, input, out);
      case 'if':
        return yield* this.conditional(command, input, out);
      default:
        return yield* this.redirected(command.redirects, out, (to) => (command.subshell ? this.top(command.body, to) : this.list(command.body, input, to)));
    }
  }

  private *loop({ condition, body, until }: Command & { kind: 'while' }, input: string, out: Sink): Run<number> {
    let rounds = 0;
    let sinceUs = this.io.nowUs();
    for (;;) {
      const code = yield* this.list(condition, input, out);
      if ((code === 0) === until) return 0;
      if (!(yield* this.body(body, input, out))) return 0;
      if (this.io.nowUs() === sinceUs) yield ++rounds > MAX_BUSY_ROUNDS ? BUSY_LOOP_SLOW_US : BUSY_LOOP_US;
      else rounds = 0;
      sinceUs = this.io.nowUs();
    }
  }

  private *forLoop({ name, words, body }: Command & { kind: 'for' }, input: string, out: Sink): Run<number> {
    for (const value of yield* this.expand(words)) {
      this.variables.set(name, value);
      if (!(yield* this.body(body, input, out))) break;
    }
    return this.status;
  }

  /** False after `break`. */
  private *body(list: List, input: string, out: Sink): Run<boolean> {
    try {
      yield* this.list(list, input, out);
      return true;
    } catch (leave) {
      if (leave instanceof Leave && leave.kind !== 'exit') return leave.kind === 'continue';
      throw leave;
    }
  }

  private *conditional({ branches, otherwise }: Command & { kind: 'if' }, input: string, out: Sink): Run<number> {
    for (const { condition, body } of branches) {
      if ((yield* this.list(condition, input, out)) === 0) return yield* this.list(body, input, out);
    }
    return otherwise ? yield* this.list(otherwise, input, out) : 0;
  }

  private *simple(command: Command & { kind: 'simple' }, input: string, out: Sink): Run<number> {
    for (const { name, value } of command.assignments) this.variables.set(name, (yield* this.expandWord(value)).join(' '));
    const words = yield* this.expand(command.words);
    return yield* this.redirected(command.redirects, out, (to, given) => this.invoke(words, given ?? input, to));
  }

  private *invoke(words: readonly string[], input: string, out: Sink): Run<number> {
    const name = baseName(words[0] ?? '');
    if (words.length === 0) return 0;
    if (name === 'exit') throw new Leave('exit', words[1] === undefined ? this.status : Number(words[1]) & 255);
    if (name === 'break' || name === 'continue') throw new Leave(name, 0);
    const builtin: Builtin | undefined = builtins.get(name);
    if (builtin) return yield* builtin(this.call(words, input, out));
    out(`${this.name}: ${words[0]}: not found\n`);
    return NOT_FOUND;
  }

  private call(words: readonly string[], input: string, out: Sink): CommandCall {
    return { words, input, out, io: this.io, variables: this.variables, shell: this };
  }

  private *redirected(redirects: readonly Redirect[], out: Sink, run: (out: Sink, input?: string) => Run<number>): Run<number> {
    let input: string | undefined;
    let sink = out;
    let file: { path: string; append: boolean; text: string } | undefined;
    for (const { operator, target } of redirects) {
      if (operator.startsWith('2')) continue;
      const path = absolute((yield* this.expandWord(target)).join(' '));
      if (operator === '<') input = this.io.files.read(path);
      else {
        file = { path, append: operator === '>>', text: '' };
        const opened = file;
        sink = (text) => (opened.text += text);
      }
    }
    const code = yield* run(sink, input);
    const problem = file && this.io.files.write(file.path, file.text, file.append);
    if (problem === undefined) return code;
    out(`${this.name}: can't create ${file!.path}: ${problem}\n`);
    return 1;
  }

  private *expand(words: readonly Word[]): Run<string[]> {
    const result: string[] = [];
    for (const word of words) result.push(...(yield* this.expandWord(word)));
    return result;
  }

  /** A word after expansion: none, one or several, since unquoted results are split at spaces. */
  private *expandWord(word: Word): Run<string[]> {
    const fields: string[] = [];
    let current: string | undefined;
    for (const { text, quoted, literal } of word) {
      const value: string = literal ? text : yield* this.substitute(text);
      if (literal || quoted) {
        current = (current ?? '') + value;
        continue;
      }
      const pieces = value.split(/[ \t\n]+/);
      pieces.forEach((piece, i) => {
        if (i > 0 && current !== undefined) {
          fields.push(current);
          current = undefined;
        }
        if (piece !== '') current = (current ?? '') + piece;
      });
    }
    if (current !== undefined) fields.push(current);
    return fields;
  }

  private *substitute(text: string): Run<string> {
    if (text.startsWith('$((')) return String(arithmetic(text.slice(3, -2), (name) => this.variable(name)));
    if (text.startsWith('$(')) return yield* this.capture(text.slice(2, -1));
    if (text.startsWith('`')) return yield* this.capture(text.slice(1, -1));
    if (text.startsWith('${')) return this.parameter(text.slice(2, -1));
    return this.variable(text.slice(1));
  }

  private parameter(text: string): string {
    const match = /^(#?)([A-Za-z_]\w*|[0-9?$#@*!])(?:(:?[-+=])([^]*))?$/.exec(text);
    if (!match) return '';
    const value = this.variable(match[2]);
    if (match[1]) return String(value.length);
    if (!match[3]) return value;
    const isSet = match[3].startsWith(':') ? value !== '' : this.variables.has(match[2]);
    if (match[3].endsWith('+')) return isSet ? match[4] : '';
    if (!isSet && match[3].endsWith('=')) this.variables.set(match[2], match[4]);
    return isSet ? value : match[4];
  }

  private variable(name: string): string {
    if (name === '?') return String(this.status);
    if (name === '$') return '1';
    if (name === 'RANDOM') return String(this.io.random(32_768));
    return this.variables.get(name) ?? '';
  }

  private *capture(script: string): Run<string> {
    const parsed = parseScript(script);
    if (typeof parsed === 'string') return '';
    let output = '';
    this.status = yield* this.top(parsed, (text) => (output += text));
    return output.replace(/\n+$/, '');
  }
}

/** Hands on whole lines; an empty text at the end lets the rest go. */
function lineSink(print: (line: string) => void): Sink {
  let open = '';
  return (text) => {
    const lines = (open + text).split('\n');
    open = lines.pop()!;
    for (const line of lines) print(line);
    if (text === '' && open !== '') {
      print(open);
      open = '';
    }
  };
}
