import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repository } from './sources.ts';

const binary = /\.(png|ico|woff2|gz)$/;

/** Every text file that is or would be committed. */
function committed(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: repository, encoding: 'utf8' });
  return listed.split('\0').filter((file) => file !== '' && !binary.test(file) && existsSync(join(repository, file)));
}

function filesWith(pattern: RegExp): string[] {
  return committed().filter((file) => pattern.test(readFileSync(join(repository, file), 'utf8')));
}

// Put together from halves, so that this file is not its own first finding.
const host = (...labels: string[]) => new RegExp(labels.join('\\.'));

test('no file names the host of a package registry', () => {
  for (const pattern of [host('registry', 'npmjs'), host('registry', 'yarnpkg'), host('deb', 'debian'), host('archive', 'ubuntu')]) {
    expect(filesWith(pattern), String(pattern)).toEqual([]);
  }
});

test('the lock file says what is installed, not where from', () => {
  const lock = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8')) as { packages: Record<string, { resolved?: string; integrity?: string }> };
  const entries = Object.entries(lock.packages).filter(([path]) => path !== '');
  expect(entries.filter(([, entry]) => entry.resolved !== undefined).map(([path]) => path)).toEqual([]);
  expect(entries.filter(([, entry]) => entry.integrity === undefined).map(([path]) => path)).toEqual([]);
});

test('no file leads out of the repository', () => {
  expect(filesWith(new RegExp(`(\\.\\./|/work/)${'shared'}/|/work/${'main'}|/tmp/${'brief'}`))).toEqual([]);
});

test('the page names no other host', () => {
  const page = readFileSync(join(repository, 'index.html'), 'utf8');
  expect(page).not.toMatch(/https?:\/\//);
});
