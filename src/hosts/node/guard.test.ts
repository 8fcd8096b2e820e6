import { expect, test } from 'vitest';
import { refusal } from './guard.ts';

test.each([
  ['127.0.0.1:8001', undefined], ['localhost:8001', undefined], ['[::1]:8001', undefined], ['127.0.0.1:8001', 'http://127.0.0.1:8001'],
])('%s with origin %s may come in', (host, origin) => {
  expect(refusal(host, origin)).toBeUndefined();
});

test.each([
  [undefined, undefined], ['evil.example', undefined], ['127.0.0.1.evil.example', undefined], ['127.0.0.1:8001', 'http://evil.example'], ['127.0.0.1:8001', 'null'], ['a b', undefined],
])('%s with origin %s may not', (host, origin) => {
  expect(refusal(host, origin)).toBeTypeOf('string');
});
