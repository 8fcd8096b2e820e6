import { describe, expect, test } from 'vitest';
import { objection, packageObjection, roomOf } from './import-table.ts';
import { importsOf, isTest, sourceFiles } from './sources.ts';

const testPackages = ['vitest', 'fast-check', 'node:'];

function complaintsOf(file: string): string[] {
  return importsOf(file).flatMap(({ specifier, target, typeOnly }) => {
    if (target === undefined) {
      if (isTest(file) && testPackages.some((name) => specifier === name || specifier.startsWith(name))) return [];
      return packageObjection(file, specifier) ?? [];
    }
    if (target.startsWith('../')) return isTest(file) && target.startsWith('../tests/') ? [] : `imports ${specifier}, which is outside src/`;
    return /\.tsx?$/.test(target) ? (objection(file, target, typeOnly) ?? []) : [];
  });
}

test('every import in src/ is one that the table allows', () => {
  const complaints = sourceFiles().flatMap((file) => complaintsOf(file).map((complaint) => `src/${file}: ${complaint}`));
  expect(complaints).toEqual([]);
});

test('no import leads round in a circle of rooms below the line', () => {
  const edges = new Map<string, Set<string>>();
  for (const file of sourceFiles().filter((name) => name.startsWith('simulation/') && !isTest(name))) {
    const from = roomOf(file).name;
    const targets = importsOf(file).flatMap(({ target }) => (target !== undefined && /\.tsx?$/.test(target) ? roomOf(target).name : []));
    edges.set(from, new Set([...(edges.get(from) ?? []), ...targets.filter((to) => to !== from)]));
  }
  expect([...edges.keys()].filter((room) => reaches(edges, room, room))).toEqual([]);
});

function reaches(edges: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean {
  const seen = new Set<string>();
  const open = [...(edges.get(from) ?? [])];
  while (open.length > 0) {
    const room = open.pop()!;
    if (room === to) return true;
    if (!seen.has(room)) open.push(...(edges.get(room) ?? []));
    seen.add(room);
  }
  return false;
}

describe('the table itself', () => {
  const kubelet = 'simulation/components/kubelet/pod-workers.ts';

  test.each([
    [kubelet, 'simulation/components/containerd/cri.ts', 'simulation/components/kubelet may not import simulation/components/containerd'],
    ['simulation/components/etcd/mvcc/watch.ts', 'simulation/kinds/registry.ts', 'simulation/components/etcd may not import simulation/kinds'],
    ['simulation/engine/queue.ts', 'simulation/apimachinery/meta.ts', 'simulation/engine may not import simulation/apimachinery'],
    ['simulation/outside/cloud/vm.ts', 'simulation/outside/traffic/user.ts', 'simulation/outside/cloud may not import simulation/outside/traffic'],
    ['app/stage/stage.tsx', 'simulation/cluster/cluster.ts', 'app/stage may not import simulation/cluster'],
    ['app/panels/events/events.tsx', 'app/panels/manifest/manifest.tsx', 'app/panels/events may not import app/panels/manifest'],
    ['app/store/world.ts', 'app/stage/stage.tsx', 'app/store may not import app/stage'],
    ['hosts/node/serve.ts', 'hosts/worker/worker.ts', 'hosts/node may not import hosts/worker'],
    ['lessons/a/lesson.ts', 'lessons/b/lesson.ts', 'lessons/a may not import lessons/b'],
  ])('%s may not import %s', (from, to, complaint) => {
    expect(objection(from, to, false)).toBe(complaint);
  });

  test.each([
    [kubelet, 'simulation/components/kubelet/status/patch.ts'],
    [kubelet, 'simulation/client-go/informer.ts'],
    ['simulation/cluster/bootstrap.ts', 'simulation/components/kubelet/kubelet.ts'],
    ['app/App.tsx', 'app/stage/stage.tsx'],
    ['app/panels/registry.ts', 'app/panels/events/events.tsx'],
    ['main.tsx', 'hosts/worker/worker.ts'],
  ])('%s may import %s', (from, to) => {
    expect(objection(from, to, false)).toBeUndefined();
  });

  test('the protocol takes types from apimachinery, never code', () => {
    expect(objection('protocol/records.ts', 'simulation/apimachinery/meta.ts', true)).toBeUndefined();
    expect(objection('protocol/records.ts', 'simulation/apimachinery/meta.ts', false)).toMatch(/types only/);
  });

  test('packages are listed room by room', () => {
    expect(packageObjection(kubelet, 'kubernetes-types/core/v1.d.ts')).toBeUndefined();
    expect(packageObjection(kubelet, 'react')).toBe('simulation/components/kubelet may not use react');
    expect(packageObjection('app/store/world.ts', 'react')).toBe('app/store may not use react');
    expect(packageObjection('hosts/node/serve.ts', 'node:http')).toBeUndefined();
    expect(packageObjection('hosts/worker/worker.ts', 'node:http')).toBe('hosts/worker may not use node:http');
  });

  test('a file outside every room is an error', () => {
    expect(() => roomOf('basement/x.ts')).toThrow(/in no room/);
  });
});
