import type { Taint, Toleration } from 'kubernetes-types/core/v1.d.ts';
import { toleratesTaint } from '../../../kinds/core/node/taints.ts';

/** How long a pod may stay on a tainted node: for ever, not at all, or for some seconds. */
export type Stay = { readonly kind: 'forever' } | { readonly kind: 'never' } | { readonly kind: 'seconds'; readonly seconds: number };

const FOREVER: Stay = { kind: 'forever' };
const NEVER: Stay = { kind: 'never' };

/**
 * Each taint needs a toleration, the first that matches; the shortest tolerationSeconds of those decides.
 * Source: kubernetes v1.32 pkg/controller/tainteviction/taint_eviction.go, processPodOnNode and getMinTolerationTime.
 */
export function stayOf(taints: readonly Taint[], tolerations: readonly Toleration[]): Stay {
  const used: Toleration[] = [];
  for (const taint of taints) {
    const toleration = tolerations.find((one) => toleratesTaint(one, taint));
    if (!toleration) return NEVER;
    used.push(toleration);
  }
  let least: number | undefined;
  for (const { tolerationSeconds } of used) {
    if (tolerationSeconds === undefined || tolerationSeconds === null) continue;
    const seconds = tolerationSeconds <= 0 ? 0 : tolerationSeconds;
    if (least === undefined || seconds < least) least = seconds;
  }
  return least === undefined ? FOREVER : { kind: 'seconds', seconds: least };
}
