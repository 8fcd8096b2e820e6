import { describe, expect, it } from 'vitest';
import { errorText, path } from './field.ts';
import { validateLabelSelector } from './label-selector-validation.ts';
import { everything, isSelectorError, nothing, parseSelector, selectorFromLabelSelector, selectorFromSet } from './labels.ts';

function matches(text: string, labels: Record<string, string>): boolean | string {
  const selector = parseSelector(text);
  return isSelectorError(selector) ? selector.error : selector.matches(labels);
}

describe('selector text', () => {
  it.each([
    ['', {}, true], ['a=b', { a: 'b' }, true], ['a==b', { a: 'c' }, false], ['a!=b', {}, true], ['a!=b', { a: 'b' }, false],
    ['a', { a: '' }, true], ['!a', {}, true], ['!a', { a: 'x' }, false], ['a in (x,y)', { a: 'y' }, true], ['a in (x,y)', {}, false],
    ['a notin (x)', {}, true], ['a notin (x)', { a: 'x' }, false], ['n>5', { n: '6' }, true], ['n<5', { n: '6' }, false], ['n>5', { n: 'x' }, false],
    ['a=b,c=d', { a: 'b' }, false], ['a=', { a: '' }, true], ['a in (,x)', { a: '' }, true], ['in=in', { in: 'in' }, true], [' a = b , !c ', { a: 'b' }, true],
  ])('%s of %o: %s', (text, labels, expected) => expect(matches(text, labels)).toBe(expected));

  it.each([
    ['color in blue', "unable to parse requirement: found 'blue' expected: '('"],
    ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['a,', "found '', expected: identifier after ','"],
    ['=a', "found '=', expected: !, identifier, or 'end of string'"],
    ['a=b c', "found 'c', expected: ',' or 'end of string'"],
    ['a in (x', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['a in ()', "unable to parse requirement: values: Invalid value: []string{}: for 'in', 'notin' operators, values set can't be empty"],
    ['a>x', "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer"],
  ])('%s: %s', (text, words) => expect(matches(text, {})).toBe(words));

  it('blames the key and the value', () => {
    expect(matches('a/b/c=d', {})).toMatch(/^unable to parse requirement: <nil>: Invalid value: "a\/b\/c": a qualified name must consist/);
    expect(matches('a=-', {})).toMatch(/^unable to parse requirement: values\[0\]\[a\]: Invalid value: "-": a valid label must be/);
  });

  it('prints itself sorted by key', () => expect(String(parseSelector('z notin (b,a),a=b,!c,n>5,d'))).toBe('a=b,!c,d,n>5,z notin (a,b)'));

  it('is parsed once', () => expect(parseSelector('a=b')).toBe(parseSelector('a=b')));
});

describe('LabelSelector objects', () => {
  it('select nothing when absent, everything when empty', () => {
    expect(selectorFromLabelSelector(undefined)).toBe(nothing);
    expect(selectorFromLabelSelector({})).toBe(everything);
    expect(nothing.matches({ a: 'b' })).toBe(false);
    expect(everything.empty).toBe(true);
    expect(nothing.empty).toBe(false);
  });

  it('match by labels and by expressions', () => {
    const object = { matchLabels: { a: 'b' }, matchExpressions: [{ key: 'c', operator: 'NotIn', values: ['x'] }, { key: 'd', operator: 'DoesNotExist' }] };
    const selector = selectorFromLabelSelector(object);
    expect(selector.matches({ a: 'b', c: 'y' })).toBe(true);
    expect(selector.matches({ a: 'b', c: 'x' })).toBe(false);
    expect(selector.matches({ a: 'b', d: '' })).toBe(false);
    expect(selector.matches(undefined)).toBe(false);
    expect(selectorFromLabelSelector(object)).toBe(selector);
    expect(selectorFromSet({ a: 'b' }).matches({ a: 'b', c: 'd' })).toBe(true);
  });

  it('are validated', () => {
    const errors = validateLabelSelector(
      { matchLabels: { a: '-' }, matchExpressions: [{ key: 'k', operator: 'In' }, { key: 'k', operator: 'Exists', values: ['v'] }, { key: '', operator: 'Like' }] },
      path('spec', 'selector'),
    ).map(errorText);
    expect(errors[0]).toMatch(/^spec\.selector\.matchLabels: Invalid value: "-": a valid label must be/);
    expect(errors.slice(1, 4)).toEqual([
      "spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
      "spec.selector.matchExpressions[1].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
      'spec.selector.matchExpressions[2].operator: Invalid value: "Like": not a valid selector operator',
    ]);
    expect(errors[4]).toBe('spec.selector.matchExpressions[2].key: Invalid value: "": name part must be non-empty');
  });
});
