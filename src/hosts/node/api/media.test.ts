import { describe, expect, test } from 'vitest';
import { formOf, parseBody } from './media.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('what a client accepts', () => {
  test.each([
    ['', 'object'], ['*/*', 'object'], ['application/json', 'object'], ['application/vnd.kubernetes.protobuf,application/json', 'object'],
    ['application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json', 'table'],
    ['application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1', 'partial-metadata'],
  ])('%s: %s', (accept, form) => {
    expect(formOf(accept)).toBe(form);
  });

  test('nothing that is written here: 406', () => {
    expect(formOf('text/html')).toMatchObject({ code: 406 });
  });
});

describe('bodies', () => {
  test('JSON, YAML, nothing', () => {
    expect(parseBody(bytes('{"a":1}'), 'application/json; charset=utf-8')).toEqual({ data: { a: 1 } });
    expect(parseBody(bytes('a: 1\n'), 'application/apply-patch+yaml')).toEqual({ data: { a: 1 } });
    expect(parseBody(bytes(''), 'application/json')).toEqual({ data: undefined });
  });

  test('what cannot be read is refused', () => {
    expect(parseBody(bytes('{"a":'), 'application/json')).toMatchObject({ code: 400 });
    expect(parseBody(bytes('x'), 'text/html')).toMatchObject({ code: 415 });
    expect(parseBody(bytes('x'), 'application/vnd.kubernetes.protobuf')).toMatchObject({ code: 400 });
  });
});
