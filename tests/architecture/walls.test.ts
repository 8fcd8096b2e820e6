import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, test } from 'vitest';
import { repository } from './sources.ts';

describe('wall 1: nothing to reach for', () => {
  test.each(['src/simulation', 'src/protocol'])('%s sees the language and neither DOM nor Node', (room) => {
    const { compilerOptions } = JSON.parse(readFileSync(join(repository, room, 'tsconfig.json'), 'utf8'));
    expect(compilerOptions.lib).toEqual(['ES2023']);
    expect(compilerOptions.types).toEqual([]);
  });
});

describe('wall 2: lint names the replacement', () => {
  const eslint = new ESLint({ cwd: repository });
  const lint = async (text: string, file = 'src/simulation/engine/offender.ts') => {
    const [result] = await eslint.lintText(text, { filePath: join(repository, file) });
    return result!.messages.map(({ message }) => message).join('\n');
  };

  test.each([
    ['export const at = Date.now()', 'clock.nowUs'],
    ['export const at = performance.now()', 'clock.nowUs'],
    ['export const at = globalThis.Date.now()', 'Nothing outside the simulation'],
    ['export const dice = Math.random()', 'random.stream'],
    ['export const root = Math.sqrt(2)', 'integer arithmetic'],
    ['export const square = (x: number) => x ** 2', 'integer arithmetic'],
    ['setTimeout(() => {}, 1)', 'yield* sleep'],
    ['export const later = Promise.resolve()', 'generator process'],
    ['export async function later() {}', 'generator process'],
    ['export const sorted = [2, 1].sort()', 'comparator'],
    ["export const order = 'a'.localeCompare('b')", 'compareStrings'],
    ['for (const key in {}) void key', 'for…of'],
    ['export let count = 0', 'Two simulations'.slice(4)],
    ["import 'node:fs'", 'depends on js-yaml'],
    ["import './queue'", 'end in .ts'],
    ['export default 1', 'Named exports'],
    ['// eslint-disable-next-line\nexport const at = Date.now()', 'clock.nowUs'],
  ])('%s', async (text, replacement) => {
    expect(await lint(text)).toContain(replacement);
  });

  test('tests of the simulation may use what the simulation may not', async () => {
    expect(await lint('export const at = Date.now();', 'src/simulation/engine/offender.test.ts')).toBe('');
  });
});

describe('wall 4: under glass', () => {
  test('real time and chance throw while the simulation runs, and are back afterwards', async () => {
    const { underGlass } = await import('../harness/glass.ts');
    expect(() => underGlass(() => Date.now())).toThrow(/clock\.nowUs/);
    expect(() => underGlass(() => Math.random())).toThrow(/random\.stream/);
    expect(underGlass(() => 7)).toBe(7);
    expect(Date.now()).toBeGreaterThan(0);
    expect(Math.random()).toBeLessThan(1);
  });
});
