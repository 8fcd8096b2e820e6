import type { Deployment } from 'kubernetes-types/apps/v1.d.ts';
import { getScaledValueFromIntOrPercent } from '../../../apimachinery/int-or-string.ts';

/** How many pods a rolling update may have above and lack below spec.replicas. */
export interface Fenceposts {
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

/**
 * maxSurge rounded up and maxUnavailable rounded down, of `desired` pods; where both come to 0, one pod may be lacking.
 * Source: kubernetes v1.32 pkg/controller/deployment/util/deployment_util.go, ResolveFenceposts.
 */
export function resolveFenceposts(maxSurge: number | string | undefined, maxUnavailable: number | string | undefined, desired: number): Fenceposts {
  const surge = getScaledValueFromIntOrPercent(maxSurge ?? 0, desired, true) ?? 0;
  const unavailable = getScaledValueFromIntOrPercent(maxUnavailable ?? 0, desired, false) ?? 0;
  return surge === 0 && unavailable === 0 ? { maxSurge: 0, maxUnavailable: 1 } : { maxSurge: surge, maxUnavailable: unavailable };
}

/** The fenceposts of a Deployment; none for Recreate. Source: kubernetes v1.32 pkg/controller/deployment/util, MaxSurge, MaxUnavailable. */
export function fencepostsOf(deployment: Deployment): Fenceposts {
  const rolling = deployment.spec?.strategy?.rollingUpdate;
  const desired = deployment.spec?.replicas ?? 1;
  if (deployment.spec?.strategy?.type !== 'RollingUpdate' || desired === 0) return { maxSurge: surgeOf(deployment, desired), maxUnavailable: 0 };
  const posts = resolveFenceposts(rolling?.maxSurge, rolling?.maxUnavailable, desired);
  return posts.maxUnavailable > desired ? { ...posts, maxUnavailable: desired } : posts;
}

function surgeOf(deployment: Deployment, desired: number): number {
  if (deployment.spec?.strategy?.type !== 'RollingUpdate') return 0;
  const rolling = deployment.spec.strategy.rollingUpdate;
  return resolveFenceposts(rolling?.maxSurge, rolling?.maxUnavailable, desired).maxSurge;
}
