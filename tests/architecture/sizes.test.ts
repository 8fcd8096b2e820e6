import { expect, test } from 'vitest';
import { isTest, read, sourceFiles } from './sources.ts';

const mostLines = 400;
const vagueName = /^(utils?|helpers?|misc|common|stuff)$/i;

/** Files that may be longer, each with its reason. */
const exempt: ReadonlyMap<string, string> = new Map([]);

const handWritten = sourceFiles().filter((file) => !file.includes('/generated/'));

test(`no file has more than ${mostLines} lines`, () => {
  const long = handWritten.filter((file) => !isTest(file) && !exempt.has(file))
    .map((file) => ({ file, lines: read(file).split('\n').length - 1 }))
    .filter(({ lines }) => lines > mostLines);
  expect(long).toEqual([]);
});

test('files and folders are named by a noun of the field', () => {
  const vague = handWritten.filter((file) => file.split('/').some((part) => vagueName.test(part.replace(/\..*$/, ''))));
  expect(vague).toEqual([]);
});

test('every exemption is still needed', () => {
  expect([...exempt.keys()].filter((file) => !handWritten.includes(file) || read(file).split('\n').length - 1 <= mostLines)).toEqual([]);
});
