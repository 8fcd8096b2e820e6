import type { Taint, Toleration } from 'kubernetes-types/core/v1.d.ts';

/**
 * Whether the toleration covers the taint: an empty effect covers all, an empty key with Exists covers all keys.
 * Source: kubernetes v1.32 staging/src/k8s.io/api/core/v1/toleration.go, ToleratesTaint.
 */
export function toleratesTaint(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  if (!toleration.operator || toleration.operator === 'Equal') return (toleration.value ?? '') === (taint.value ?? '');
  return toleration.operator === 'Exists';
}

/** Whether any of the tolerations covers the taint. */
export function tolerationsTolerateTaint(tolerations: readonly Toleration[] | undefined, taint: Taint): boolean {
  return (tolerations ?? []).some((toleration) => toleratesTaint(toleration, taint));
}

/**
 * The first taint, of those `included` picks, that none of the tolerations covers.
 * Source: kubernetes v1.32 component-helpers scheduling/corev1/helpers.go, FindMatchingUntoleratedTaint.
 */
export function findUntoleratedTaint(
  taints: readonly Taint[] | undefined, tolerations: readonly Toleration[] | undefined, included: (taint: Taint) => boolean,
): Taint | undefined {
  return (taints ?? []).find((taint) => included(taint) && !tolerationsTolerateTaint(tolerations, taint));
}

/** Whether two taints are the same one: of one key they differ in the effect. Source: kubernetes v1.32 api/core/v1/taint.go, MatchTaint. */
export function isSameTaint(a: Taint, b: Taint): boolean {
  return a.key === b.key && a.effect === b.effect;
}
