import type { Endpoint } from 'kubernetes-types/discovery/v1.d.ts';
import { sameEndpoint } from './endpoint.ts';

/** An existing slice as placement sees it. */
export interface PlacedSlice {
  readonly name: string;
  readonly portKey: string;
  readonly endpoints: readonly Endpoint[];
}

/** What is wanted of one pod: an endpoint in a slice with these ports, or none. */
export interface Wanted {
  readonly uid: string;
  readonly endpoint: Endpoint | undefined;
  readonly portKey: string;
}

export interface Placement {
  /** New contents of existing slices; an empty list means: delete the slice. */
  readonly changed: Map<string, Endpoint[]>;
  /** Slices to be made, by their ports. */
  readonly created: { readonly portKey: string; readonly endpoints: Endpoint[] }[];
}

/**
 * Puts changed endpoints into slices so that few slices are written: what is there is changed in place; newcomers go first into slices that
 * change anyway, the fullest first; then, if all fit, into the one slice they leave fullest; else into new ones.
 * `placed` says in which slice a pod's endpoint is.
 * Source: kubernetes v1.32 staging/src/k8s.io/endpointslice/reconciler.go, reconcileByPortMapping.
 */
export function place(slices: ReadonlyMap<string, PlacedSlice>, placed: ReadonlyMap<string, string>, wanted: readonly Wanted[], max: number): Placement {
  const changed = new Map<string, Endpoint[]>();
  const newcomers = new Map<string, Endpoint[]>();
  for (const want of wanted) {
    const slice = slices.get(placed.get(want.uid) ?? '');
    const stays = slice !== undefined && want.endpoint !== undefined && slice.portKey === want.portKey;
    if (slice) change(changed, slice, want.uid, stays ? want.endpoint : undefined);
    if (want.endpoint && !stays) listOf(newcomers, want.portKey).push(want.endpoint);
  }
  const created: Placement['created'] = [];
  for (const [key, endpoints] of newcomers) fill(slices, changed, created, key, endpoints, max);
  return { changed, created };
}

function change(changed: Map<string, Endpoint[]>, slice: PlacedSlice, uid: string, endpoint: Endpoint | undefined): void {
  const current = changed.get(slice.name) ?? slice.endpoints;
  const index = current.findIndex((one) => one.targetRef?.uid === uid);
  if (index < 0 || (endpoint && sameEndpoint(current[index], endpoint))) return;
  let copy = changed.get(slice.name);
  if (!copy) changed.set(slice.name, (copy = [...slice.endpoints]));
  if (endpoint) copy[index] = endpoint;
  else copy.splice(index, 1);
}

function fill(
  slices: ReadonlyMap<string, PlacedSlice>, changed: Map<string, Endpoint[]>, created: Placement['created'],
  key: string, newcomers: readonly Endpoint[], max: number,
): void {
  const left = [...newcomers];
  const open = [...changed].filter(([name, endpoints]) => slices.get(name)!.portKey === key && endpoints.length > 0).map(([, endpoints]) => endpoints);
  open.sort((a, b) => b.length - a.length);
  for (const endpoints of open) endpoints.push(...left.splice(0, max - endpoints.length));
  if (left.length === 0) return;
  if (left.length < max) {
    const slice = fullestWithRoom(slices, changed, key, max - left.length);
    if (slice) {
      changed.set(slice.name, [...slice.endpoints, ...left]);
      return;
    }
  }
  while (left.length > 0) created.push({ portKey: key, endpoints: left.splice(0, max) });
}

/** Source: reconciler.go and utils.go, getSliceToFill. */
function fullestWithRoom(slices: ReadonlyMap<string, PlacedSlice>, changed: ReadonlyMap<string, unknown>, key: string, most: number): PlacedSlice | undefined {
  let best: PlacedSlice | undefined;
  for (const slice of slices.values()) {
    if (slice.portKey !== key || changed.has(slice.name) || slice.endpoints.length > most) continue;
    if (!best || slice.endpoints.length > best.endpoints.length) best = slice;
  }
  return best;
}

function listOf(map: Map<string, Endpoint[]>, key: string): Endpoint[] {
  let list = map.get(key);
  if (!list) map.set(key, (list = []));
  return list;
}
