import { createStore } from 'zustand/vanilla';

/** Something that can be looked at: an API object by its key, or a process by its actor id. */
export interface Target {
  readonly kind: 'object' | 'actor';
  readonly key: string;
}

export interface SelectionState {
  readonly selected: Target | null;
  readonly hovered: Target | null;
  select(target: Target | null): void;
  hover(target: Target | null): void;
}

export const sameTarget = (a: Target | null, b: Target | null): boolean => a?.kind === b?.kind && a?.key === b?.key;

export const createSelection = () =>
  createStore<SelectionState>()((set, get) => ({
    selected: null,
    hovered: null,
    select: (target) => sameTarget(get().selected, target) || set({ selected: target }),
    hover: (target) => sameTarget(get().hovered, target) || set({ hovered: target }),
  }));
export type SelectionStore = ReturnType<typeof createSelection>;
