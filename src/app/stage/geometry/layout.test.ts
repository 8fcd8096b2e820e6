import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layoutStage, type Layout, type Rect } from './layout.ts';
import { pointAlong, Routes, STATION_RAIL } from './route.ts';

const workers = (count: number, zones = 3) => Array.from({ length: count }, (_, index) => ({ name: `node-${index + 1}`, zone: `zone-${'abc'[index % zones]}` }));
const stage = (count: number, narrow = false): Layout => layoutStage({ workers: workers(count), controlPlane: { name: 'control-plane', node: true }, narrow });
const overlap = (a: Rect, b: Rect): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const boxes = (layout: Layout): Rect[] => [...layout.cards.values(), layout.bar, ...layout.bays.values(), layout.registry, layout.waiting];

describe('layoutStage', () => {
  test('nothing overlaps and nothing leaves the stage, from 1 to 60 machines, wide and narrow', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 3 }), fc.boolean(), fc.boolean(), fc.boolean(), (count, zones, node, narrow, short) => {
        const layout = layoutStage({ workers: workers(count, zones), controlPlane: { name: 'control-plane', node }, narrow, short });
        const all = boxes(layout);
        const outside = all.filter(({ x, y, width, height }) => x < 0 || y < 0 || x + width > layout.width + 1 || y + height > layout.height + 1);
        const clashes = all.flatMap((a, index) => all.slice(index + 1).filter((b) => overlap(a, b)).map((b) => [a, b]));
        expect([outside, clashes]).toEqual([[], []]);
      }),
    );
  });

  test('the order of arrival does not matter', () => {
    const [one, other] = [workers(7), workers(7).reverse()].map((list) => layoutStage({ workers: list, controlPlane: { name: 'control-plane', node: true }, narrow: false }));
    expect([...one!.bays.keys()]).toEqual([...other!.bays.keys()]);
  });

  test('three machines in three zones stand side by side, in the order of their zones', () => {
    const bays = [...stage(3).bays.values()];
    expect(bays.map((bay) => bay.name)).toEqual(['node-1', 'node-2', 'node-3']);
    expect(new Set(bays.map((bay) => bay.y)).size).toBe(1);
  });

  test('no wire runs through a bay or a card', () => {
    for (const layout of [stage(3), stage(12), stage(30), stage(60), stage(3, true), stage(9, true)]) {
      const obstacles = [...layout.bays.values(), ...layout.cards.values()];
      for (const wire of layout.wires.values()) {
        for (const [index, b] of wire.points.entries()) {
          if (index === 0) continue;
          const a = wire.points[index - 1]!;
          const line = { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
          expect(obstacles.filter((rect) => overlap(line, rect))).toEqual([]);
        }
      }
    }
  });
});

describe('Routes', () => {
  const routes = new Routes(stage(3));

  test('a request goes from its daemon by its node’s wire to the store', () => {
    const route = routes.between('node-2/kubelet', 'control-plane/kube-apiserver')!;
    expect(route.wires).toEqual(['node-2']);
    const store = stage(3).stationAt.get('store')!;
    expect(pointAlong(route, 1)).toEqual({ x: store.x, y: store.y - STATION_RAIL });
  });

  test('what passes between daemons of a node stays on its bay', () => {
    const bay = stage(3).bays.get('node-1')!;
    const { points } = routes.between('node-1/kubelet', 'node-1/containerd')!;
    expect(points.every(({ x, y }) => x >= bay.x && x <= bay.x + bay.width && y >= bay.y && y <= bay.y + bay.height)).toBe(true);
  });

  test('a pull goes under the rack to the registry', () => {
    expect(routes.between('node-1/containerd', 'outside/registry')!.wires).toEqual(['network']);
  });

  test('an actor that is not on the stage has no route', () => {
    expect(routes.between('node-99/kubelet', 'nowhere/nobody')).toBeUndefined();
  });

  test('the way is walked evenly from one end to the other', () => {
    const route = routes.between('node-1/kubelet', 'control-plane/kube-apiserver')!;
    expect(pointAlong(route, 0)).toEqual(route.points[0]);
    expect(pointAlong(route, -1)).toEqual(route.points[0]);
    expect(pointAlong(route, 2)).toEqual(route.points.at(-1));
  });
});
