import { describe, expect, it } from 'vitest';
import { errorText, path } from './field.ts';
import { controllerOf, isControlledBy, objectKey, splitKey } from './meta.ts';
import { nameIsDNSSubdomain, validateObjectMeta, validateObjectMetaUpdate } from './object-meta.ts';

const at = path('metadata');
const check = (meta: object, isNamespaced = true): string[] => validateObjectMeta(meta, isNamespaced, nameIsDNSSubdomain, at).map(errorText);

describe('metadata of a new object', () => {
  it('may be good', () => expect(check({ name: 'a', namespace: 'b', labels: { a: 'b' }, annotations: { 'X.y/Z': 'any text' }, finalizers: ['a/b'] })).toEqual([]));

  it('needs a name', () => expect(check({ namespace: 'b' })).toEqual(['metadata.name: Required value: name or generateName is required']));

  it('needs a namespace exactly when the kind has one', () => {
    expect(check({ name: 'a' })).toEqual(['metadata.namespace: Required value']);
    expect(check({ name: 'a', namespace: 'b' }, false)).toEqual(['metadata.namespace: Forbidden: not allowed on this type']);
  });

  it('may have a prefix that ends in a dash', () => {
    expect(check({ name: 'web-x', generateName: 'web-', namespace: 'b' })).toEqual([]);
    expect(check({ name: 'Gen-x', generateName: 'Gen-', namespace: 'b' })).toHaveLength(2);
  });

  it('has good labels, annotations and owners', () => {
    const owner = { apiVersion: 'v1', kind: 'Pod', name: 'p', uid: '1', controller: true };
    const errors = check({ name: 'a', namespace: 'b', labels: { 'bad key': '' }, annotations: { 'not ok': '' }, ownerReferences: [owner, { ...owner, uid: '' }] });
    expect(errors[0]).toMatch(/^metadata\.labels: Invalid value: "bad key": name part must/);
    expect(errors[1]).toMatch(/^metadata\.annotations: Invalid value: "not ok": name part must/);
    expect(errors[2]).toBe('metadata.ownerReferences.uid: Invalid value: "": must not be empty');
    expect(errors[3]).toMatch(/Only one reference can have Controller set to true\. Found "true" in references for Pod\/p and Pod\/p$/);
  });

  it('cannot be orphaned and deleted in the foreground at once', () =>
    expect(check({ name: 'a', namespace: 'b', finalizers: ['orphan', 'foregroundDeletion'] })).toEqual([
      'metadata.finalizers: Invalid value: []string{"orphan", "foregroundDeletion"}: finalizers orphan and foregroundDeletion cannot be both set',
    ]));
});

describe('metadata of an update', () => {
  const old = { name: 'a', namespace: 'b', uid: '0', generation: 2, resourceVersion: '5' };
  const update = (change: object, before: object = old): string[] => validateObjectMetaUpdate({ ...before, ...change }, before, at).map(errorText);

  it('may keep everything', () => expect(update({ labels: { a: 'b' } })).toEqual([]));
  it('keeps its identity', () => expect(update({ uid: '1' })).toEqual(['metadata.uid: Invalid value: "1": field is immutable']));
  it('names a version', () => expect(update({ resourceVersion: '' })).toEqual(['metadata.resourceVersion: Invalid value: "": must be specified for an update']));
  it('does not go back', () => expect(update({ generation: 1 })).toEqual(['metadata.generation: Invalid value: 1: must not be decremented']));
  it('adds no finalizer to what is being deleted', () =>
    expect(update({ finalizers: ['a/new', 'a/old'] }, { ...old, deletionTimestamp: 'x', finalizers: ['a/old'] })).toEqual([
      'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a/new"}',
    ]));
});

describe('keys and owners', () => {
  it('have their forms', () => {
    expect(objectKey({ metadata: { name: 'a', namespace: 'b' } })).toBe('b/a');
    expect(objectKey({ metadata: { name: 'a' } })).toBe('a');
    expect(splitKey('b/a')).toEqual({ namespace: 'b', name: 'a' });
    expect(splitKey('a')).toEqual({ namespace: '', name: 'a' });
  });

  it('are told by uid', () => {
    const owned = { metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'X', name: 'x', uid: '1' }, { apiVersion: 'v1', kind: 'Y', name: 'y', uid: '2', controller: true }] } };
    expect(controllerOf(owned)?.name).toBe('y');
    expect(isControlledBy(owned, { metadata: { uid: '2' } })).toBe(true);
    expect(isControlledBy(owned, { metadata: { uid: '1' } })).toBe(false);
    expect(isControlledBy({}, {})).toBe(false);
  });
});
