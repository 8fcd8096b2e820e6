import { formatTime } from '../../../apimachinery/time.ts';
import type { ProgramIo, ProgramMain } from '../../../contracts/programs.ts';
import type { Shell, Sink } from './interpreter.ts';
import { absolute } from './paths.ts';
import { textTools } from './text-tools.ts';

/** One command as the shell calls it. */
export interface CommandCall {
  readonly words: readonly string[];
  readonly input: string;
  readonly out: Sink;
  readonly io: ProgramIo;
  readonly variables: Map<string, string>;
  readonly shell: Shell;
}

export type Builtin = (call: CommandCall) => ProgramMain;

/** A command that takes no time: answers its exit code. */
const now = (run: (call: CommandCall) => number): Builtin =>
  function* (call) {
    return run(call);
  };

function* sleep({ words, out }: CommandCall): ProgramMain {
  const [, text = ''] = words;
  const match = /^(\d+)(?:\.(\d+))?([smhd]?)$/.exec(text);
  if (text === 'infinity' || text === 'inf') for (;;) yield 86_400_000_000;
  if (!match) {
    out(`sleep: invalid number '${text}'\n`);
    return 1;
  }
  const unit = { s: 1, m: 60, h: 3600, d: 86_400 }[match[3] || 's']!;
  yield (Number(match[1]) * 1_000_000 + Number((match[2] ?? '').padEnd(6, '0').slice(0, 6))) * unit;
  return 0;
}

function echo({ words, out }: CommandCall): number {
  const options = /^-[neE]+$/.test(words[1] ?? '') ? words[1] : '';
  const text = words.slice(options ? 2 : 1).join(' ');
  const shown = options.includes('e') ? text.replace(/\\n/g, '\n').replace(/\\t/g, '\t') : text;
  out(options.includes('n') ? shown : `${shown}\n`);
  return 0;
}

function printf({ words, out }: CommandCall): number {
  const rest = words.slice(2);
  const text = (words[1] ?? '').replace(/\\n/g, '\n').replace(/\\t/g, '\t').replace(/%[sd]/g, () => rest.shift() ?? '').replace(/%%/g, '%');
  out(text);
  return 0;
}

function cat({ words, input, out, io }: CommandCall): number {
  if (words.length === 1) out(input);
  let code = 0;
  for (const path of words.slice(1)) {
    const content = io.files.read(absolute(path));
    if (content === undefined) {
      out(`cat: can't open '${path}': No such file or directory\n`);
      code = 1;
    } else out(content);
  }
  return code;
}

const days = ['Wed', 'Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function date({ words, out, io }: CommandCall): number {
  const nowUs = io.nowUs();
  const time = formatTime(nowUs);
  const [year, month, day, clock] = [time.slice(0, 4), Number(time.slice(5, 7)), time.slice(8, 10), time.slice(11, 19)];
  const format = words.find((word) => word.startsWith('+'));
  const parts: Record<string, string> = { '%Y': year, '%m': time.slice(5, 7), '%d': day, '%H': clock.slice(0, 2), '%M': clock.slice(3, 5), '%S': clock.slice(6), '%T': clock, '%F': time.slice(0, 10), '%s': String(1_735_689_600 + Math.floor(nowUs / 1_000_000)) };
  // 2025-01-01, where virtual time begins, was a Wednesday.
  const weekday = days[Math.floor(nowUs / 86_400_000_000) % 7];
  if (format) out(`${format.slice(1).replace(/%[A-Za-z]/g, (code) => parts[code] ?? code)}\n`);
  else if (words.includes('-Iseconds')) out(`${time.replace('Z', '+00:00')}\n`);
  else out(`${weekday} ${months[month - 1]} ${day.replace(/^0/, ' ')} ${clock} UTC ${year}\n`);
  return 0;
}

function remove({ words, io, out }: CommandCall): number {
  const force = words.includes('-f') || words.includes('-rf') || words.includes('-fr');
  let code = 0;
  for (const path of words.slice(1).filter((word) => !word.startsWith('-'))) {
    if (io.files.remove(absolute(path)) || force) continue;
    out(`rm: can't remove '${path}': No such file or directory\n`);
    code = 1;
  }
  return code;
}

function touch({ words, io, out }: CommandCall): number {
  for (const path of words.slice(1)) {
    const problem = io.files.write(absolute(path), '', true);
    if (problem !== undefined) {
      out(`touch: ${path}: ${problem}\n`);
      return 1;
    }
  }
  return 0;
}

function list({ words, io, out }: CommandCall): number {
  const paths = words.slice(1).filter((word) => !word.startsWith('-'));
  for (const path of paths.length > 0 ? paths : ['/']) {
    const names = io.files.list(absolute(path)) ?? (io.files.read(absolute(path)) === undefined ? undefined : [path]);
    if (!names) {
      out(`ls: ${path}: No such file or directory\n`);
      return 1;
    }
    for (const name of names) out(`${name}\n`);
  }
  return 0;
}

/** `test` and `[`. */
function test({ words, io }: CommandCall): number {
  const args = words[0].endsWith('[') ? words.slice(1, -1) : words.slice(1);
  if (args[0] === '!') return Number(!holds(args.slice(1), io) === false);
  return Number(!holds(args, io));
}

function holds(args: readonly string[], io: ProgramIo): boolean {
  const [a = '', b = '', c = ''] = args;
  if (args.length <= 1) return a !== '';
  if (args.length === 2) {
    const path = absolute(b);
    switch (a) {
      case '-z': return b === '';
      case '-n': return b !== '';
      case '-f': return io.files.read(path) !== undefined;
      case '-d': return io.files.list(path) !== undefined;
      case '-s': return (io.files.read(path) ?? '') !== '';
      case '-e': return io.files.read(path) !== undefined || io.files.list(path) !== undefined;
      default: return false;
    }
  }
  switch (b) {
    case '=': case '==': return a === c;
    case '!=': return a !== c;
    case '-eq': return Number(a) === Number(c);
    case '-ne': return Number(a) !== Number(c);
    case '-lt': return Number(a) < Number(c);
    case '-le': return Number(a) <= Number(c);
    case '-gt': return Number(a) > Number(c);
    case '-ge': return Number(a) >= Number(c);
    default: return false;
  }
}

/** `wget -O- http://host:port/path`, and curl likewise. */
function* fetch({ words, out, io }: CommandCall): ProgramMain {
  const url = words.slice(1).find((word) => !word.startsWith('-') && (word.includes('.') || word.includes(':') || /^[a-z]/.test(word)));
  const name = words[0];
  const match = /^(?:https?:\/\/)?([^/:]+)(?::(\d+))?(\/.*)?$/.exec(url ?? '');
  if (!match) return 1;
  const [, host, port = '80', path = '/'] = match;
  const answer = yield* io.request(host, Number(port), path);
  if (!answer) {
    out(name === 'curl' ? `curl: (7) Failed to connect to ${host} port ${port}: Connection refused\n` : `wget: can't connect to remote host (${host}): Connection refused\n`);
    return name === 'curl' ? 7 : 1;
  }
  if (answer.status >= 400 && name === 'wget') {
    out(`wget: server returned error: HTTP/1.1 ${answer.status}\n`);
    return 1;
  }
  out(`${answer.body}\n`);
  return 0;
}

/** `trap 'exit 0' TERM`. Only what ends the shell matters. */
function trap({ words, io }: CommandCall): number {
  const [, action = '', ...signals] = words;
  if (!signals.some((signal) => /^(SIG)?TERM$|^15$/.test(signal))) return 0;
  const exit = /\bexit\b\s*(\d+)?/.exec(action);
  io.onTerminate(exit ? { exitCode: Number(exit[1] ?? '0'), afterUs: 10_000 } : undefined);
  return 0;
}

function* subshell({ words, io, variables, shell, out }: CommandCall): ProgramMain {
  const at = words.findIndex((word, i) => i > 0 && /^-[a-z]*c$/.test(word));
  if (at < 0) return 0;
  const inner: Shell = shell.child(io, (line) => out(`${line}\n`));
  for (const [name, value] of variables) inner.variables.set(name, value);
  return yield* inner.script(words[at + 1] ?? '', words.slice(at + 2));
}

function environment({ out, variables }: CommandCall): number {
  for (const [name, value] of variables) out(`${name}=${value}\n`);
  return 0;
}

function exported({ words, variables }: CommandCall): number {
  for (const word of words.slice(1)) {
    const equals = word.indexOf('=');
    if (equals > 0) variables.set(word.slice(0, equals), word.slice(equals + 1));
  }
  return 0;
}

/** Commands that a small image has, by name. */
export const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ['sleep', sleep],
  ['echo', now(echo)],
  ['printf', now(printf)],
  ['true', now(() => 0)],
  [':', now(() => 0)],
  ['false', now(() => 1)],
  ['cat', now(cat)],
  ['date', now(date)],
  ['rm', now(remove)],
  ['touch', now(touch)],
  ['ls', now(list)],
  ['test', now(test)],
  ['[', now(test)],
  ['mkdir', now(({ words, io }) => (words.slice(1).forEach((word) => word.startsWith('-') || io.files.makeDirectory(absolute(word))), 0))],
  ['hostname', now(({ out, io, words }) => (out(`${words[1] === '-i' ? io.ip : io.spec.podName}\n`), 0))],
  ['env', now(environment)],
  ['printenv', now((call) => (call.words[1] === undefined ? environment(call) : (call.out(`${call.variables.get(call.words[1]) ?? ''}\n`), Number(!call.variables.has(call.words[1])))))],
  ['export', now(exported)],
  ['set', now(() => 0)],
  ['wait', now(() => 0)],
  ['sync', now(() => 0)],
  ['trap', now(trap)],
  ['wget', fetch],
  ['curl', fetch],
  ['sh', subshell],
  ['bash', subshell],
  ['ash', subshell],
  ['exec', function* (call) {
    return yield* call.shell.again(call, call.words.slice(1));
  }],
  ...textTools,
]);
