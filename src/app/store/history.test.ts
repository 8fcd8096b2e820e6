import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyTables, type ObjectRecord, type TableName, type TableRecord, type WireChange } from '../../protocol/index.ts';
import { World } from './world.ts';

const tables: readonly TableName[] = ['objects', 'actors', 'machines', 'links'];

function recordFor(table: TableName, key: string, value: number): TableRecord {
  switch (table) {
    case 'objects':
      return pod(key, `node-${value % 3}`, value);
    case 'actors':
      return { id: key, component: 'kubelet', machine: `node-${value % 3}`, state: 'running', starts: value, inspection: null };
    case 'machines':
      return { name: key, role: value % 2 === 0 ? 'worker' : 'control-plane', zone: `zone-${value % 2}`, powered: value % 3 > 0 };
    case 'links':
      return { a: key, b: 'x', cut: value % 2 === 0, extraUs: value };
  }
}

function pod(name: string, nodeName: string, version: number): ObjectRecord {
  const ownerReferences = version % 2 === 0 ? [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: `uid-${version % 4}`, controller: true }] : [];
  return { resource: 'pods', object: { apiVersion: 'v1', kind: 'Pod', metadata: { name, resourceVersion: String(version), ownerReferences }, spec: { nodeName } } };
}

const change = fc
  .record({ table: fc.constantFrom(...tables), key: fc.constantFrom('a', 'b', 'c', 'd'), value: fc.integer({ min: -3, max: 9 }), afterUs: fc.integer({ min: 0, max: 5 }) })
  .map(({ table, key, value, afterUs }) => ({ table, key, after: value < 0 ? null : recordFor(table, key, value), afterUs }));

/** Random changes in order of time. */
const history = fc.array(change, { maxLength: 60 }).map((list) => {
  let atUs = 0;
  return list.map(({ afterUs, ...rest }): WireChange => ({ ...rest, atUs: (atUs += afterUs), span: 0 }));
});

/** What the tables hold after the changes up to an instant, computed the plain way. */
function plain(changes: readonly WireChange[], untilUs: number) {
  const world = emptyTables();
  for (const { table, key, after, atUs } of changes) {
    if (atUs > untilUs) break;
    const map = world[table] as Map<string, TableRecord>;
    if (after === null) map.delete(key);
    else map.set(key, after);
  }
  return world;
}

const sorted = (map: ReadonlyMap<string, unknown>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));

function expectWorld(world: World, changes: readonly WireChange[], untilUs: number): void {
  const expected = plain(changes, untilUs);
  for (const table of tables) expect(sorted(world.tables[table])).toEqual(sorted(expected[table]));
  const podsOn = (node: string) => [...expected.objects].filter(([, record]) => (record as ObjectRecord).object['spec'].nodeName === node).map(([key]) => key).sort();
  for (const node of ['node-0', 'node-1', 'node-2']) expect(world.podsByNode.keys(node)).toEqual(podsOn(node));
  const workers = [...expected.machines].filter(([, record]) => 'role' in record && record.role === 'worker').map(([key]) => key).sort();
  expect(world.machinesByRole.keys('worker')).toEqual(workers);
}

describe('the world', () => {
  test('folded to any instants in any order it equals the changes up to there, indexes included', () => {
    fc.assert(
      fc.property(history, fc.array(fc.integer({ min: -1, max: 200 }), { maxLength: 12 }), (changes, instants) => {
        const world = new World();
        world.append(changes, true);
        for (const us of instants) {
          world.seekTo(us);
          expectWorld(world, changes, us);
        }
        world.seekTo(Infinity);
        expectWorld(world, changes, Infinity);
      }),
    );
  });

  test('changes that arrive while one looks back wait, and are there when one returns', () => {
    fc.assert(
      fc.property(history, fc.nat(60), fc.integer({ min: 0, max: 150 }), (changes, cut, us) => {
        const world = new World();
        const early = changes.slice(0, cut);
        world.append(early, true);
        world.seekTo(us);
        world.append(changes.slice(cut), false);
        expect(sorted(world.tables.objects)).toEqual(sorted(plain(early, us).objects));
        world.seekTo(Infinity);
        expectWorld(world, changes, Infinity);
        world.seekTo(us);
        expectWorld(world, changes, us);
      }),
    );
  });

  test('a truncated history goes on as another one', () => {
    fc.assert(
      fc.property(history, history, fc.integer({ min: 0, max: 150 }), (changes, others, us) => {
        const world = new World();
        world.append(changes, true);
        world.truncate(us);
        const future = others.map((other) => ({ ...other, atUs: other.atUs + us }));
        world.append(future, true);
        const whole = [...changes.filter(({ atUs }) => atUs <= us), ...future];
        expectWorld(world, whole, Infinity);
        world.seekTo(us / 2);
        expectWorld(world, whole, us / 2);
      }),
    );
  });

  test('only the watchers of what changed are called, once per frame', () => {
    const world = new World();
    const put = (key: string, node: string, version: number): WireChange => ({ atUs: version, table: 'objects', key, after: pod(key, node, version), span: 0 });
    world.append([put('pods/default/a', 'node-1', 1), put('pods/default/b', 'node-1', 2)], true);
    const called: string[] = [];
    world.cell('objects', 'pods/default/a').subscribe(() => called.push('a'));
    world.cell('objects', 'pods/default/b').subscribe(() => called.push('b'));
    world.podsByNode.cell('node-1').subscribe(() => called.push('node-1'));
    const unsubscribe = world.podsByNode.cell('node-2').subscribe(() => called.push('node-2'));
    world.append([put('pods/default/a', 'node-1', 3), put('pods/default/a', 'node-1', 4)], true);
    expect(called.splice(0)).toEqual(['a']);
    world.append([put('pods/default/b', 'node-2', 5)], true);
    expect(called.splice(0).sort()).toEqual(['b', 'node-1', 'node-2']);
    unsubscribe();
    world.append([{ ...put('pods/default/b', '', 6), after: null }], true);
    expect(called).toEqual(['b']);
    expect(world.podsByNode.keys('node-2')).toEqual([]);
  });

  test('a list of a bucket is the same array until its members change', () => {
    const world = new World();
    world.append([{ atUs: 1, table: 'objects', key: 'pods/default/a', after: pod('a', 'node-1', 1), span: 0 }], true);
    const list = world.podsByNode.keys('node-1');
    world.append([{ atUs: 2, table: 'objects', key: 'pods/default/a', after: pod('a', 'node-1', 2), span: 0 }], true);
    expect(world.podsByNode.keys('node-1')).toBe(list);
  });
});
