import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../apimachinery/meta.ts';
import { byController, CONTROLLER_INDEX, Indexer } from './indexer.ts';

const object = (name: string, labels: readonly string[] = []): KubeObject => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' }, labels });
const byLabel = ({ labels }: KubeObject): readonly string[] => labels;

describe('an indexer', () => {
  it('finds what has a value, and follows changes of it', () => {
    const indexer = new Indexer();
    indexer.addIndex('label', byLabel);
    indexer.set(object('a', ['x', 'y']));
    indexer.set(object('b', ['y']));
    expect([...indexer.byIndex('label', 'y').keys()]).toEqual(['default/a', 'default/b']);
    expect(indexer.set(object('a', ['z']))!.labels).toEqual(['x', 'y']);
    expect([...indexer.byIndex('label', 'x').keys()]).toEqual([]);
    expect([...indexer.byIndex('label', 'y').keys()]).toEqual(['default/b']);
    indexer.delete('default/b');
    expect(indexer.byIndex('label', 'y').size).toBe(0);
    expect(indexer.delete('default/b')).toBeUndefined();
  });

  it('holds the newest object under a value that did not change', () => {
    const indexer = new Indexer();
    indexer.addIndex('label', byLabel);
    indexer.set(object('a', ['x']));
    const newer = object('a', ['x']);
    indexer.set(newer);
    expect(indexer.byIndex('label', 'x').get('default/a')).toBe(newer);
  });

  it('indexes what is there when an index is added', () => {
    const indexer = new Indexer();
    indexer.set(object('a', ['x']));
    indexer.addIndex('label', byLabel);
    expect([...indexer.byIndex('label', 'x').keys()]).toEqual(['default/a']);
    expect(indexer.byIndex('no such index', 'x').size).toBe(0);
  });

  it('answers through an index what a walk through everything would find', () => {
    const step = fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), labels: fc.uniqueArray(fc.constantFrom('x', 'y', 'z')), remove: fc.boolean() });
    fc.assert(fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const indexer = new Indexer();
      indexer.addIndex('label', byLabel);
      for (const { name, labels, remove } of steps) {
        if (remove) indexer.delete(`default/${name}`);
        else indexer.set(object(name, labels));
      }
      for (const value of ['x', 'y', 'z']) {
        const walked = [...indexer.values()].filter(({ labels }) => (labels as string[]).includes(value));
        expect(new Set(indexer.byIndex('label', value).values())).toEqual(new Set(walked));
      }
    }));
  });

  it('files objects under the owner that controls them', () => {
    const indexer = new Indexer();
    indexer.addIndex(CONTROLLER_INDEX, byController);
    const ownerReferences = [{ apiVersion: 'v1', kind: 'X', name: 'x', uid: 'not-this' }, { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'this', controller: true }];
    indexer.set({ ...object('a'), metadata: { name: 'a', namespace: 'default', ownerReferences } });
    expect(indexer.byIndex(CONTROLLER_INDEX, 'this').size).toBe(1);
    expect(indexer.byIndex(CONTROLLER_INDEX, 'not-this').size).toBe(0);
  });
});
