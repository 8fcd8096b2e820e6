/** How a zone fares. Source: kubernetes v1.32 pkg/controller/nodelifecycle/node_lifecycle_controller.go, ZoneState. */
export type ZoneState = 'Initial' | 'Normal' | 'PartialDisruption' | 'FullDisruption';

export interface ZoneCount {
  ready: number;
  notReady: number;
}

/** Source: node_lifecycle_controller.go, ComputeZoneState. */
export function zoneStateOf({ ready, notReady }: ZoneCount, unhealthyPercent: number): ZoneState {
  if (ready === 0 && notReady > 0) return 'FullDisruption';
  return notReady > 2 && notReady * 100 >= unhealthyPercent * (ready + notReady) ? 'PartialDisruption' : 'Normal';
}

export interface EvictionRates {
  readonly evictionRatePer1000s: number;
  readonly secondaryEvictionRatePer1000s: number;
  readonly largeClusterThreshold: number;
}

/** Nodes per 1000 s that may be tainted in a zone of that state and size. Source: setLimiterInZone, ReducedQPSFunc, HealthyQPSFunc. */
export function ratePer1000s(state: ZoneState, nodes: number, rates: EvictionRates): number {
  if (state !== 'PartialDisruption') return rates.evictionRatePer1000s;
  return nodes > rates.largeClusterThreshold ? rates.secondaryEvictionRatePer1000s : 0;
}

/** What a pass over all zones decides. */
export type DisruptionVerdict =
  | { readonly kind: 'stop-all' }
  | { readonly kind: 'resume-all' }
  | { readonly kind: 'per-zone'; readonly changed: readonly string[] }
  | { readonly kind: 'unchanged' };

/**
 * Evictions stop when every zone is down, because then it is the control plane that sees nothing; they resume, with fresh probe times, when
 * one zone is seen again. Source: node_lifecycle_controller.go, handleDisruption.
 */
export function weighDisruption(before: ReadonlyMap<string, ZoneState>, now: ReadonlyMap<string, ZoneState>): DisruptionVerdict {
  const allDown = [...now.values()].every((state) => state === 'FullDisruption');
  const allWereDown = [...before.values()].every((state) => state === 'FullDisruption');
  if (allDown && allWereDown) return { kind: 'unchanged' };
  if (allDown) return { kind: 'stop-all' };
  if (allWereDown) return { kind: 'resume-all' };
  return { kind: 'per-zone', changed: [...before.keys()].filter((zone) => before.get(zone) !== now.get(zone)) };
}
