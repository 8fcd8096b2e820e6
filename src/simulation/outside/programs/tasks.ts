import type { ProgramDescription, ProgramIo, ProgramMain } from '../../contracts/programs.ts';
import { Shell } from './shell/interpreter.ts';

const Mi = 1_048_576;

function task(main: (io: ProgramIo) => ProgramMain, hollow: boolean): ProgramDescription {
  return {
    main,
    ports: [],
    anyPort: hollow,
    startUpUs: 0,
    // Process 1 of a container has no default action for SIGTERM: a shell without a trap waits for SIGKILL.
    onTerminate: hollow ? { exitCode: 0, afterUs: 0 } : undefined,
    exec: (command, io) => new Shell(io).command(command),
    memoryBytes: Mi,
    cpuMillicores: 1,
  };
}

/** A script in a shell: `sh -c "…"`. */
export const scriptTask = (script: string, args: readonly string[], hollow: boolean): ProgramDescription => task((io) => new Shell(io).script(script, args), hollow);

/** One command that the image has: `sleep 3600`. */
export const commandTask = (words: readonly string[], hollow: boolean): ProgramDescription => task((io) => new Shell(io).command(words), hollow);

/** A shell without terminal and script: reads the end of its input and ends. */
export const idleShell = (hollow: boolean): ProgramDescription =>
  task(function* () {
    yield 1_000;
    return 0;
  }, hollow);

/** Prints lines and ends after a while. */
export function printingTask(lines: readonly string[], durationUs: number, hollow: boolean): ProgramDescription {
  return task(function* (io) {
    yield hollow ? 1_000 : durationUs;
    for (const line of lines) io.print(line);
    return 0;
  }, hollow);
}

/** A command that is not in the image. */
export function missingCommand(name: string, hollow: boolean): ProgramDescription {
  const startError = name.startsWith('/') ? `exec: "${name}": stat ${name}: no such file or directory` : `exec: "${name}": executable file not found in $PATH`;
  return { ...idleShell(hollow), startError };
}

/** Something that uses processor and memory until it is stopped. */
export function stressTask(cpuMillicores: number, memoryBytes: number): ProgramDescription {
  return { ...idleShell(false), main: undefined, onTerminate: { exitCode: 143, afterUs: 5_000 }, cpuMillicores, memoryBytes };
}

export const helloWorld: readonly string[] = [
  '',
  'Hello from Docker!',
  'This message shows that your installation appears to be working correctly.',
];

/** The beginning of what `perl -Mbignum=bpi -wle "print bpi(2000)"` prints. */
export const pi: readonly string[] = ['3.1415926535897932384626433832795028841971693993751058209749445923078164062862089986280348253421170679821480865132823066470938446095505822317253594081284811174502841027019385211055596446229489549303819'];
