import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importsOf, isTest, sourceFiles, sourceRoot } from './sources.ts';

/** Where programs start: the page (which names its worker) and the command line. */
const entries = ['main.tsx', 'hosts/worker/worker.ts', 'hosts/node/main.ts'];

/** Folders whose callers are still being written: their unreached files are tolerated. To be emptied. */
const underConstruction: readonly string[] = ['simulation/', 'protocol/', 'hosts/', 'app/', 'lessons/'];

function reached(): Set<string> {
  const seen = new Set<string>();
  const open = entries.filter((file) => existsSync(join(sourceRoot, file)));
  while (open.length > 0) {
    const file = open.pop()!;
    if (seen.has(file) || !/\.tsx?$/.test(file) || !existsSync(join(sourceRoot, file))) continue;
    seen.add(file);
    open.push(...importsOf(file).flatMap(({ target }) => target ?? []));
  }
  return seen;
}

test('every file is reached from a program, not from its tests alone', () => {
  const alive = reached();
  const dead = sourceFiles().filter((file) => !isTest(file) && !file.endsWith('.d.ts') && !alive.has(file));
  expect(dead.filter((file) => !underConstruction.some((folder) => file.startsWith(folder)))).toEqual([]);
});

test('every relative import leads to a file', () => {
  const broken = sourceFiles().flatMap((file) =>
    importsOf(file).filter(({ target }) => target !== undefined && !existsSync(join(sourceRoot, target))).map(({ specifier }) => `src/${file}: ${specifier}`));
  expect(broken).toEqual([]);
});
