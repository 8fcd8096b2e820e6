import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { underGlass } from '../harness/glass.ts';
import { digest, scenarios } from './scenarios.ts';

describe('determinism', () => {
  it('gives the recorded hash for every canonical scenario, under glass', async () => {
    const lines = scenarios.map((scenario) => `${underGlass(() => digest(scenario))}  ${scenario.name}`);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('hashes.txt');
  }, 120_000);

  it('gives the same hash twice in one process', () => {
    for (const scenario of scenarios.slice(0, 2)) expect(digest(scenario)).toBe(digest(scenario));
  }, 120_000);

  it('gives another hash for another seed', () => {
    expect(digest({ ...scenarios[1], seed: 'another' })).not.toBe(digest(scenarios[1]));
  }, 120_000);

  it('gives the same hashes in another process', () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['scripts/run-ts.mjs', 'tests/determinism/print.ts'], { encoding: 'utf8' });
    const expected = scenarios.map((scenario) => `${digest(scenario)}  ${scenario.name}`);
    expect(stdout.trim().split('\n'), stderr).toEqual(expected);
  }, 180_000);
});
