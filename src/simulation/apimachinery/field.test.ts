import { describe, expect, it } from 'vitest';
import { aggregateText, duplicate, errorText, forbidden, goText, invalid, notSupported, path, required, tooLong, tooMany } from './field.ts';
import { goDuration, goIntOrString, goValue, parseGoDuration, quote } from './go-format.ts';

describe('field errors', () => {
  it('name the field', () => {
    const containers = path('spec', 'template').child('spec', 'containers');
    expect(String(containers.index(0).child('name'))).toBe('spec.template.spec.containers[0].name');
    expect(String(path('data').key('a key'))).toBe('data[a key]');
  });

  it.each([
    [required(path('spec'), ''), 'spec: Required value'],
    [required(path('spec'), 'why'), 'spec: Required value: why'],
    [invalid(path('a'), 'x y', 'no'), 'a: Invalid value: "x y": no'],
    [invalid(path('a'), null, 'no'), 'a: Invalid value: null: no'],
    [invalid(path('a'), { app: 'two' }, 'no'), 'a: Invalid value: map[string]string{"app":"two"}: no'],
    [invalid(path('a'), goText('gpus'), 'no'), 'a: Invalid value: gpus: no'],
    [invalid(path('a'), goIntOrString('x%'), 'no'), 'a: Invalid value: intstr.IntOrString{Type:1, IntVal:0, StrVal:"x%"}: no'],
    [notSupported(path('a'), 'Never', ['Always']), 'a: Unsupported value: "Never": supported values: "Always"'],
    [notSupported(path('a'), 'X', ['A', 'B']), 'a: Unsupported value: "X": supported values: "A", "B"'],
    [duplicate(path('a').index(1), 'x'), 'a[1]: Duplicate value: "x"'],
    [forbidden(path('a'), 'field is immutable'), 'a: Forbidden: field is immutable'],
    [tooLong('[]', 1048576), '[]: Too long: may not be more than 1048576 bytes'],
    [tooMany(path('a'), 5, 3), 'a: Too many: 5: must have at most 3 items'],
    [invalid(undefined, 'k', 'no'), '<nil>: Invalid value: "k": no'],
  ])('%#: read as Go prints them', (error, text) => expect(errorText(error)).toBe(text));

  it('join', () => expect(aggregateText([required('a', ''), required('b', ''), required('a', '')])).toBe('[a: Required value, b: Required value]'));
});

describe('Go formats', () => {
  it('quotes', () => {
    expect(quote('plain')).toBe('"plain"');
    expect(quote('a"b\\c\n\u0001é\u200b')).toBe('"a\\"b\\\\c\\n\\x01é\\u200b"');
  });

  it('prints values', () => {
    expect(goValue(['a'])).toBe('[]string{"a"}');
    expect(goValue({ b: 'x', a: 'y' })).toBe('map[string]string{"a":"y", "b":"x"}');
    expect(goValue(true)).toBe('true');
  });

  it.each([[0, '0s'], [60_000_000, '1m0s'], [1_500_000, '1.5s'], [250_000, '250ms'], [1_500, '1.5ms'], [3, '3µs'], [5_400_000_000, '1h30m0s'], [-1_000_000, '-1s']])(
    'durations: %d is %s', (us, text) => {
      expect(goDuration(us)).toBe(text);
      expect(parseGoDuration(text)).toBe(us);
    });

  it('refuses what is no duration', () => {
    for (const text of ['', '5', 's', '1d', '1h 1m']) expect(parseGoDuration(text)).toBeUndefined();
    expect(parseGoDuration('0')).toBe(0);
    expect(parseGoDuration('1h0.5m')).toBe(3_630_000_000);
  });
});
