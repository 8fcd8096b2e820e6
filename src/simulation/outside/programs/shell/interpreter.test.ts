import { expect, test } from 'vitest';
import type { ProgramIo } from '../../../contracts/programs.ts';
import { Shell } from './interpreter.ts';

/** Runs a script to its end; time passes as it sleeps. */
function run(script: string, env: Record<string, string> = {}): { code: number; lines: string[]; seconds: number; files: Map<string, string> } {
  const files = new Map<string, string>();
  const lines: string[] = [];
  let nowUs = 0;
  const io: ProgramIo = {
    spec: { image: 'busybox', command: [], args: [], env: Object.entries(env).map(([name, value]) => ({ name, value })), annotations: {}, podName: 'web-0', hollow: false },
    files: {
      read: (path) => files.get(path),
      write: (path, content, append) => (files.set(path, append ? (files.get(path) ?? '') + content : content), undefined),
      remove: (path) => files.delete(path),
      makeDirectory: () => {},
      list: () => [...files.keys()],
    },
    onTerminate: () => {},
    nowUs: () => nowUs,
    print: (line) => lines.push(line),
    random: () => 4,
    *request() {
      return undefined;
    },
    ip: '10.0.0.1',
  };
  const process = new Shell(io).script(script);
  for (let i = 0; i < 100_000; i++) {
    const step = process.next();
    if (step.done) return { code: step.value, lines, seconds: nowUs / 1_000_000, files };
    nowUs += step.value as number;
  }
  return { code: -1, lines, seconds: nowUs / 1_000_000, files };
}

test.each([
  ['echo hello world', ['hello world'], 0],
  ['echo "a  b"  c', ['a  b c'], 0],
  ["echo 'no $expansion'", ['no $expansion'], 0],
  ['X=5; echo "x is ${X}y" $X', ['x is 5y 5'], 0],
  ['echo ${MISSING:-fallback}', ['fallback'], 0],
  ['false || echo rescued && echo both', ['rescued', 'both'], 0],
  ['true && exit 7; echo never', [], 7],
  ['for i in 1 2 3; do echo -n "$i "; done; echo', ['1 2 3 '], 0],
  ['i=0; while [ $i -lt 3 ]; do i=$((i+1)); done; echo $i', ['3'], 0],
  ['until [ -f /tmp/done ]; do touch /tmp/done; done; ls', ['/tmp/done'], 0],
  ['if [ "$A" = b ]; then echo yes; elif true; then echo maybe; else echo no; fi', ['maybe'], 0],
  ['echo one two | wc -l; echo $(echo inner)', ['1', 'inner'], 0],
  ['(exit 3); echo $?', ['3'], 0],
  ['! true; echo $?', ['1'], 0],
  ['nosuchthing', ['sh: nosuchthing: not found'], 127],
  ['while true; do break; done; echo out # comment', ['out'], 0],
  ['echo hi > /data/x; cat < /data/x; cat /nowhere', ['hi', "cat: can't open '/nowhere': No such file or directory"], 1],
  ['date', ['Wed Jan  1 00:00:00 UTC 2025'], 0],
  ['sh -c "echo nested; exit 4"; echo $?', ['nested', '4'], 0],
  ['if true; then', ['sh: syntax error: unexpected "end of file" (expecting "fi")'], 2],
])('%s', (script, lines, code) => {
  const result = run(script);
  expect(result.lines).toEqual(lines);
  expect(result.code).toBe(code);
});

test('time passes while a script sleeps, and environment variables are there', () => {
  const { lines, seconds } = run('echo $GREETING; sleep 1.5; sleep 1m; hostname', { GREETING: 'hello' });
  expect(lines).toEqual(['hello', 'web-0']);
  expect(seconds).toBe(61.5);
});

test('a loop that never sleeps takes time, so that it cannot stop the clock', () => {
  const { code, seconds } = run('while true; do :; done');
  expect(code).toBe(-1);
  expect(seconds).toBeGreaterThan(1000);
});

test('redirection appends and overwrites', () => {
  expect(run('echo a > /f; echo b >> /f').files.get('/f')).toBe('a\nb\n');
});
