import type { Builtin, CommandCall } from './builtins.ts';

const tool = (run: (call: CommandCall, lines: string[]) => number): Builtin =>
  function* (call) {
    const files = call.words.slice(1).filter((word) => !word.startsWith('-') && call.io.files.read(word) !== undefined);
    const text = files.length > 0 ? files.map((file) => call.io.files.read(file)).join('') : call.input;
    return run(call, text === '' ? [] : text.replace(/\n$/, '').split('\n'));
  };

function grep({ words, out }: CommandCall, lines: string[]): number {
  const options = words.filter((word) => word.startsWith('-')).join('');
  const pattern = words.slice(1).find((word) => !word.startsWith('-')) ?? '';
  const found = lines.filter((line) => line.includes(pattern) !== options.includes('v'));
  if (!options.includes('q')) for (const line of found) out(`${line}\n`);
  return Number(found.length === 0);
}

const countOf = (words: readonly string[]): number => {
  const match = /-n?\s*(\d+)/.exec(words.slice(1).join(' '));
  return match ? Number(match[1]) : 10;
};

function sequence({ words, out }: CommandCall): number {
  const [first, last] = words.length > 2 ? [Number(words[1]), Number(words[2])] : [1, Number(words[1])];
  for (let i = first; i <= last && i < first + 100_000; i++) out(`${i}\n`);
  return 0;
}

/** Filters for pipes. */
export const textTools: readonly (readonly [string, Builtin])[] = [
  ['grep', tool(grep)],
  ['head', tool(({ words, out }, lines) => (lines.slice(0, countOf(words)).forEach((line) => out(`${line}\n`)), 0))],
  ['tail', function* (call) {
    // `tail -f` follows for ever; that is what it is used for in manifests.
    if (call.words.includes('-f') || call.words.includes('-F')) for (;;) yield 3_600_000_000;
    return yield* tool(({ words, out }, lines) => (lines.slice(-countOf(words)).forEach((line) => out(`${line}\n`)), 0))(call);
  }],
  ['wc', tool(({ words, out }, lines) => (out(`${words.includes('-c') ? lines.join('\n').length : lines.length}\n`), 0))],
  ['sort', tool(({ out }, lines) => (lines.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)).forEach((line) => out(`${line}\n`)), 0))],
  ['tee', function* (call) {
    const path = call.words.slice(1).find((word) => !word.startsWith('-'));
    if (path !== undefined) call.io.files.write(path, call.input, call.words.includes('-a'));
    call.out(call.input);
    return 0;
  }],
  ['seq', function* (call) {
    return sequence(call);
  }],
];
