import { describe, expect, it } from 'vitest';
import { isFieldSelectorError, parseFieldSelector, unknownField } from './fields.ts';

const pod = new Map([['spec.nodeName', 'n1'], ['metadata.name', 'a,b']]);

function matches(text: string): boolean | string {
  const selector = parseFieldSelector(text);
  return isFieldSelectorError(selector) ? selector.error : selector.matches((field) => pod.get(field) ?? '');
}

describe('field selectors', () => {
  it.each([
    ['', true], ['spec.nodeName=n1', true], ['spec.nodeName==n1', true], ['spec.nodeName!=n1', false], ['spec.nodeName=n1,status.phase!=Running', true],
    ['status.phase=', true], ['metadata.name=a\\,b', true], ['spec.nodeName=n2', false],
    ['spec.nodeName', "invalid selector: 'spec.nodeName'; can't understand 'spec.nodeName'"],
  ])('%s: %s', (text, expected) => expect(matches(text)).toBe(expected));

  it('tells which value it demands, for an index', () => {
    const selector = parseFieldSelector('spec.nodeName=n1,metadata.name!=x');
    if (isFieldSelectorError(selector)) throw new Error(selector.error);
    expect(selector.requiresExactMatch('spec.nodeName')).toBe('n1');
    expect(selector.requiresExactMatch('metadata.name')).toBeUndefined();
    expect(String(selector)).toBe('spec.nodeName=n1,metadata.name!=x');
  });

  it('names the fields there are', () =>
    expect(unknownField('data.n', ['metadata.name', 'metadata.namespace'])).toBe('"data.n" is not a known field selector: only "metadata.name", "metadata.namespace"'));
});
