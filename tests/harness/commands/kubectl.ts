import type { Command } from '../command.ts';

/** A kubectl command line. `-f FILE` reads tests/transcripts/manifests/FILE. Answers stdout, then stderr, then the exit code unless it is 0. */
export const kubectl: Command = {
  name: 'kubectl',
  run(world, _args, { line, stdin }) {
    const file = /(?:\s-f|\s--filename)[= ]\s*([\w./-]+\.\w+)/.exec(line);
    const text = file ? world.file(file[1]) : undefined;
    if (file && text === undefined) throw new Error(`there is no tests/transcripts/manifests/${file[1]}`);
    const asked = file ? line.replace(file[1], '-') : line;
    const { stdout, stderr, exitCode, problems } = world.execute({ type: 'kubectl', line: asked, stdin: stdin ?? text });
    const places = problems.filter((problem) => problem.line !== undefined).map((problem) => `[line ${problem.line}, column ${problem.column}]\n`);
    return stdout + stderr + places.join('') + (exitCode === 0 ? '' : `[exit ${exitCode}]\n`);
  },
};
