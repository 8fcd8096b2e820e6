import { expect, test } from 'vitest';
import type { MarkRecord } from '../../protocol/index.ts';
import { Marks } from './marks.ts';

const mark = (id: number, atUs: number, about: string): MarkRecord => ({ id, cause: 0, kind: 'why', actor: 'a/b', method: 'kubelet.pulled', about, atUs, params: {} });

test('marks are found by what they are about and by time', () => {
  const marks = new Marks();
  marks.take([mark(1, 10, 'pods/default/a'), mark(2, 20, 'pods/default/b'), mark(3, 30, 'pods/default/a')]);
  expect(marks.about('pods/default/a').map(({ id }) => id)).toEqual([1, 3]);
  expect(marks.between(10, 20).map(({ id }) => id)).toEqual([2]);
  expect(marks.lastBefore(29, () => true)?.id).toBe(2);
});

test('watchers of an object hear of its marks only, and get a new array', () => {
  const marks = new Marks();
  marks.take([mark(1, 10, 'a')]);
  const before = marks.about('a');
  let calls = 0;
  marks.cell('a').subscribe(() => calls++);
  marks.take([mark(2, 20, 'b')]);
  expect([calls, marks.about('a') === before]).toEqual([0, true]);
  marks.take([mark(3, 30, 'a')]);
  expect([calls, marks.about('a').length]).toEqual([1, 2]);
});

test('a fork forgets what came after it', () => {
  const marks = new Marks();
  marks.take([mark(1, 10, 'a'), mark(2, 20, 'a')]);
  marks.truncate(15);
  expect(marks.about('a').map(({ id }) => id)).toEqual([1]);
});
