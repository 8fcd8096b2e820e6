import { expect, test } from 'vitest';
import type { ProgramSpec } from '../../contracts/programs.ts';
import { repositoryOf, runProgram } from './run.ts';

const spec = (image: string, command: string[] = [], args: string[] = [], more: Partial<ProgramSpec> = {}): ProgramSpec => ({ image, command, args, env: [], annotations: {}, podName: 'a', hollow: false, ...more });

test('equal containers share one description of what they do', () => {
  expect(runProgram(spec('nginx'))).toBe(runProgram({ ...spec('nginx'), podName: 'b' }));
});

test('servers run until SIGTERM and listen on their ports', () => {
  expect(runProgram(spec('docker.io/library/nginx:1.25'))).toMatchObject({ ports: [80, 8080], anyPort: false, onTerminate: { exitCode: 0 } });
  expect(runProgram(spec('nginx')).main).toBeUndefined();
  expect(runProgram(spec('mysql:8')).startUpUs).toBeGreaterThan(5_000_000);
  expect(runProgram(spec('example.org/own/app:v1'))).toMatchObject({ anyPort: true });
  expect(runProgram(spec('nginx', ['sh', '-c', 'echo hi > /usr/share/nginx/html/index.html && nginx -g "daemon off;"'])).main).toBeUndefined();
});

test('shells run their script, end at once without one and ignore SIGTERM', () => {
  expect(runProgram(spec('busybox', ['sh', '-c', 'sleep 3600']))).toMatchObject({ onTerminate: undefined, main: expect.any(Function) });
  expect(runProgram(spec('busybox', [], ['sleep', '10'])).main).toBeDefined();
  expect(runProgram(spec('alpine')).main).toBeDefined();
});

test('a command that is not in a known image cannot be started', () => {
  expect(runProgram(spec('busybox', ['nosuch'])).startError).toBe('exec: "nosuch": executable file not found in $PATH');
  expect(runProgram(spec('nginx', ['/bin/nosuch'])).startError).toBe('exec: "/bin/nosuch": stat /bin/nosuch: no such file or directory');
  expect(runProgram(spec('example.org/own/app:v1', ['/app'])).startError).toBeUndefined();
});

test('stress uses what it is told to use', () => {
  expect(runProgram(spec('polinux/stress', ['stress'], ['--vm', '1', '--vm-bytes', '150M', '--vm-hang', '1']))).toMatchObject({ memoryBytes: 150 * 1_048_576 });
  expect(runProgram(spec('vish/stress', [], ['-cpus', '2']))).toMatchObject({ cpuMillicores: 2000 });
});

test('hollow containers heed annotations, listen everywhere and stop at once', () => {
  const annotations = { 'hollow.h1/exit-after': '1500ms', 'hollow.h1/exit-code': '3' };
  const process = runProgram(spec('nginx', [], [], { hollow: true, annotations })).main!({} as never);
  expect(process.next().value).toBe(1_500_000);
  expect(process.next()).toEqual({ done: true, value: 3 });
  expect(runProgram(spec('nginx', [], [], { hollow: true }))).toMatchObject({ anyPort: true, startUpUs: 0, onTerminate: { exitCode: 0, afterUs: 0 } });
});

test.each([['nginx', 'nginx'], ['nginx:1.25', 'nginx'], ['localhost:5000/app', 'localhost:5000/app'], ['a/b@sha256:00', 'a/b']])('the repository of %s is %s', (image, repository) => {
  expect(repositoryOf(image)).toBe(repository);
});
