/** What every condition of every kind has. */
export interface AnyCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

export function findCondition<C extends AnyCondition>(conditions: readonly C[] | undefined, type: string): C | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/** Whether the condition is there and True. */
export function isConditionTrue(conditions: readonly AnyCondition[] | undefined, type: string): boolean {
  return findCondition(conditions, type)?.status === 'True';
}

/**
 * The list with this condition in its place, or at the end. While the status stays the same, so does lastTransitionTime.
 * Answers the very same list when nothing changes.
 * Source: apimachinery api/meta, SetStatusCondition.
 */
export function setCondition<C extends AnyCondition>(conditions: readonly C[] | undefined, condition: C): readonly C[] {
  const list = conditions ?? [];
  const at = list.findIndex((old) => old.type === condition.type);
  const old = list[at];
  if (old === undefined) return [...list, condition];
  const next = { ...condition };
  if (old.status === condition.status && old.lastTransitionTime !== undefined) Object.assign(next, { lastTransitionTime: old.lastTransitionTime });
  return sameFields(old, next) ? list : list.with(at, next);
}

/** The list without that condition; the very same list when it has none. */
export function removeCondition<C extends AnyCondition>(conditions: readonly C[], type: string): readonly C[] {
  return conditions.some((condition) => condition.type === type) ? conditions.filter((condition) => condition.type !== type) : conditions;
}

function sameFields(a: object, b: object): boolean {
  const before = new Map(Object.entries(a).filter(([, value]) => value !== undefined));
  const after = Object.entries(b).filter(([, value]) => value !== undefined);
  return before.size === after.length && after.every(([field, value]) => before.get(field) === value);
}
