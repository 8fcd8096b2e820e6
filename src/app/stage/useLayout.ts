import { useMemo } from 'react';
import { useStore } from 'zustand';
import { glass } from '../store/index.ts';
import { layoutStage, type Layout } from './geometry/layout.ts';
import { Routes } from './geometry/route.ts';

export interface StagePlan {
  readonly layout: Layout;
  readonly routes: Routes;
}

/** What the stage has room for. */
export interface Room {
  readonly narrow: boolean;
  readonly short: boolean;
}

/** The plan of the stage; a new one only when the set of machines changed or the stage became narrow or wide. */
export function usePlan({ narrow, short }: Room): StagePlan | undefined {
  const { world } = glass();
  const names = useStore(world.machinesByRole.cell('worker'));
  const controls = useStore(world.machinesByRole.cell('control-plane'));
  const control = controls[0] ?? '';
  const hasKubelet = useStore(world.cell('actors', `${control}/kubelet`), (actor) => actor !== undefined);
  return useMemo(() => {
    if (control === '') return undefined;
    const workers = names.map((name) => ({ name, zone: world.get('machines', name)?.zone ?? '' }));
    const layout = layoutStage({ workers, controlPlane: { name: control, node: hasKubelet }, narrow, short });
    return { layout, routes: new Routes(layout) };
  }, [world, names, control, hasKubelet, narrow, short]);
}
