/** Places on a bay by key. A pod keeps its place as long as it lives; a newcomer takes the first free one. */
export type Slots = ReadonlyMap<string, number>;

/** The places after some left and some came; the same map when nothing changed. */
export function assignSlots(before: Slots, keys: readonly string[]): Slots {
  const wanted = new Set(keys);
  const newcomers = keys.filter((key) => !before.has(key));
  if (newcomers.length === 0 && before.size === wanted.size) return before;
  const after = new Map([...before].filter(([key]) => wanted.has(key)));
  const taken = new Set(after.values());
  let slot = 0;
  for (const key of newcomers) {
    while (taken.has(slot)) slot++;
    taken.add(slot);
    after.set(key, slot);
  }
  return after;
}

/** Who is on a bay, and who is only being seen off, by the round in which they left. */
export interface Occupancy {
  readonly keys: readonly string[];
  readonly slots: Slots;
  readonly leaving: ReadonlyMap<string, number>;
  readonly round: number;
}

export const vacant: Occupancy = { keys: [], slots: new Map(), leaving: new Map(), round: 0 };

/** After the pods of the bay became `keys`: those missing begin to leave and keep their places meanwhile. */
export function occupy(before: Occupancy, keys: readonly string[]): Occupancy {
  const present = new Set(keys);
  const round = before.round + 1;
  const leaving = new Map([...before.leaving].filter(([key]) => !present.has(key)));
  for (const key of before.keys) if (!present.has(key)) leaving.set(key, round);
  return { keys, slots: assignSlots(before.slots, [...keys, ...leaving.keys()]), leaving, round };
}

/** After the farewell of all who left up to a round: their places are free. */
export function settle(before: Occupancy, round: number): Occupancy {
  const leaving = new Map([...before.leaving].filter(([, left]) => left > round));
  if (leaving.size === before.leaving.size) return before;
  return { ...before, leaving, slots: assignSlots(before.slots, [...before.keys, ...leaving.keys()]) };
}

/** How large pods are drawn on a bay: as cards, tiles or dots. */
export type PodSize = 'card' | 'tile' | 'dot';

const sizes: readonly { readonly size: PodSize; readonly width: number; readonly height: number; readonly gap: number }[] = [
  { size: 'card', width: 98, height: 64, gap: 7 },
  { size: 'tile', width: 57, height: 30, gap: 6 },
  { size: 'dot', width: 22, height: 22, gap: 5 },
  { size: 'dot', width: 17, height: 17, gap: 4 },
  { size: 'dot', width: 12, height: 12, gap: 3 },
];

export interface Grid {
  readonly size: PodSize;
  readonly columns: number;
  readonly width: number;
  readonly height: number;
  readonly gap: number;
}

/** The largest drawing at which `places` pods fit on a field. Beyond dots the field scrolls over its edge. */
export function gridFor(places: number, field: { readonly width: number; readonly height: number }): Grid {
  const grids = sizes.map(({ size, width, height, gap }) => {
    const columns = Math.max(1, Math.floor((field.width + gap) / (width + gap)));
    const stretched = size === 'dot' ? width : Math.floor((field.width + gap) / columns) - gap;
    return { size, columns, width: stretched, height, gap, rows: Math.floor((field.height + gap) / (height + gap)) };
  });
  const { rows: _, ...grid } = grids.find(({ columns, rows }) => columns * rows >= places) ?? grids.at(-1)!;
  return grid;
}
