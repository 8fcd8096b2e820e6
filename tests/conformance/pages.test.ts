import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { squeeze } from './golden/golden.mjs';
import { PageRunner, pageText } from './page-runner.ts';

const folder = import.meta.dirname;
const passing = readFileSync(join(folder, 'passing.txt'), 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#'));

// The pages run under bash: the pipes and loops in them are bash's.
describe.skipIf(!existsSync('/bin/bash'))('recorded sessions of a real cluster, in process', () => {
  test.concurrent.each(passing)('%s', { timeout: 120_000 }, async (name) => {
    const runner = new PageRunner(folder);
    try {
      const results = await runner.page(pageText(folder, name));
      expect(results.map(({ step, got }) => `$ ${step}\n${squeeze(got)}`)).toEqual(results.map(({ step, want }) => `$ ${step}\n${squeeze(want)}`));
    } finally {
      runner.close();
    }
  });
});
