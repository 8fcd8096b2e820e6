import { useStore } from 'zustand';
import type { ActorState } from '../../../protocol/index.ts';
import { glass } from '../../store/index.ts';

/** A process as its card needs it: its state, and what it shows of its inside as the shape that is known of it. */
export function useActor<Inspection>(id: string): { readonly state: ActorState; readonly inspection: Inspection | undefined } {
  const actor = useStore(glass().world.cell('actors', id));
  return { state: actor?.state ?? 'stopped', inspection: (actor?.inspection ?? undefined) as Inspection | undefined };
}

export const useSelected = (key: string): boolean => useStore(glass().selection, ({ selected }) => selected?.key === key);
