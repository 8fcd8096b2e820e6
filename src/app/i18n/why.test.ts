import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { why as english } from './en/why.ts';
import { why as korean } from './ko/why.ts';
import { whyText } from './why.ts';

const simulation = join(import.meta.dirname, '../../simulation');
const sources = (readdirSync(simulation, { recursive: true }) as string[]).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));

/** The keys that components give, as they stand in the code. */
function emitted(): Set<string> {
  const keys = new Set<string>();
  for (const file of sources) {
    for (const call of readFileSync(join(simulation, file), 'utf8').matchAll(/\bwhy\(([^`]*?)[,`]/g)) {
      for (const [, key] of call[1]!.matchAll(/'([a-z][a-z-]*\.[a-z-]+)'/g)) keys.add(key!);
    }
  }
  return keys;
}

describe('why texts', () => {
  it('has a sentence for every reason that a component gives', () => {
    expect(emitted().size).toBeGreaterThan(30);
    expect([...emitted()].filter((key) => !(key in english))).toEqual([]);
  });

  it('has the same keys and the same values in both languages', () => {
    expect(Object.keys(korean).sort()).toEqual(Object.keys(english).sort());
    const blanks = (sentence: string): string[] => [...new Set(sentence.match(/\{\{\w+\}\}/g))].sort();
    for (const key of Object.keys(english)) expect(blanks(korean[key]!), key).toEqual(blanks(english[key]!));
  });

  it('fills in values, the name and the machine', () => {
    const context = { about: 'pods/default/web', actor: 'node-1/kubelet' };
    expect(whyText('en', 'kubelet.deleted', {}, context)).toBe('All of web has ended on node-1, so the kubelet removed the Pod from the API.');
    expect(whyText('ko', 'kubelet.ready', {}, context)).toBe('web 파드가 준비되었다. 이제부터 트래픽을 받는다.');
  });

  it('shows an unknown reason as it came', () => {
    expect(whyText('en', 'some.new-thing', { a: 1 })).toBe('some: new thing (a: 1)');
  });
});
