import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repository } from '../../architecture/sources.ts';
import { differences } from './compare.ts';
import { loadCases } from './load.ts';

const cases = loadCases(join(repository, 'tests', 'conformance', 'golden', 'scheduler'));

describe('kube-scheduler decides as the recorded v1.32 scheduler did', () => {
  test.each(cases.map((one) => [one.name, one] as const))('%s', (_name, one) => {
    expect(differences(one)).toEqual([]);
  });
});
