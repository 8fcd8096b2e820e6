/** As goyaml bounds the work that aliases make. Source: sigs.k8s.io/yaml goyaml.v2 decode.go, allowedAliasRatio. */
const LOW = 400_000;
const HIGH = 4_000_000;

/**
 * True when a document would grow out of proportion if its aliases were written out. Walks at most about four million
 * steps: a shared collection met again is an alias.
 */
export function hasExcessiveAliasing(document: unknown): boolean {
  const walk = { steps: 0, aliased: 0, seen: new Set<object>() };
  return !visit(document, walk, false);
}

interface Walk {
  steps: number;
  aliased: number;
  readonly seen: Set<object>;
}

function visit(value: unknown, walk: Walk, inAlias: boolean): boolean {
  walk.steps++;
  if (inAlias) walk.aliased++;
  if (walk.aliased > 100 && walk.steps > 1000 && walk.aliased > allowedRatio(walk.steps) * walk.steps) return false;
  if (value === null || typeof value !== 'object') return true;
  const again = inAlias || walk.seen.has(value);
  walk.seen.add(value);
  const children: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return children.every((child) => visit(child, walk, again));
}

function allowedRatio(steps: number): number {
  if (steps <= LOW) return 0.99;
  if (steps >= HIGH) return 0.1;
  return 0.99 - (0.89 * (steps - LOW)) / (HIGH - LOW);
}
