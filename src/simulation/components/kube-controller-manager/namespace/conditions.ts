import type { NamespaceCondition } from 'kubernetes-types/core/v1.d.ts';
import { setCondition } from '../../../apimachinery/conditions.ts';
import type { Remains } from './content.ts';

interface Verdict {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

/**
 * What keeps a namespace from going, as its conditions tell it.
 * Source: kubernetes v1.32 pkg/controller/namespace/deletion/status_condition_utils.go.
 */
export function deletionConditions(conditions: readonly NamespaceCondition[] | undefined, remains: Remains, now: string): readonly NamespaceCondition[] {
  const verdicts: readonly Verdict[] = [
    { type: 'NamespaceDeletionDiscoveryFailure', status: 'False', reason: 'ResourcesDiscovered', message: 'All resources successfully discovered' },
    { type: 'NamespaceDeletionGroupVersionParsingFailure', status: 'False', reason: 'ParsedGroupVersions', message: 'All legacy kube types successfully parsed' },
    contentFailure(remains),
    remaining(remains),
    finalizing(remains),
  ];
  let next = conditions ?? [];
  for (const verdict of verdicts) next = setCondition(next, { ...verdict, lastTransitionTime: now });
  return next;
}

function contentFailure({ errors }: Remains): Verdict {
  const type = 'NamespaceDeletionContentFailure';
  if (errors.length === 0) return { type, status: 'False', reason: 'ContentDeleted', message: 'All content successfully deleted, may be waiting on finalization' };
  return { type, status: 'True', reason: 'ContentDeletionFailed', message: `Failed to delete all resource types, ${errors.length} remaining: ${[...errors].sort(bytewise).join(', ')}` };
}

function remaining({ resources }: Remains): Verdict {
  const type = 'NamespaceContentRemaining';
  if (resources.size === 0) return { type, status: 'False', reason: 'ContentRemoved', message: 'All content successfully removed' };
  const parts = [...resources].sort(byName).map(([resource, count]) => `${resource} has ${count} resource instances`);
  return { type, status: 'True', reason: 'SomeResourcesRemain', message: `Some resources are remaining: ${parts.join(', ')}` };
}

function finalizing({ finalizers }: Remains): Verdict {
  const type = 'NamespaceFinalizersRemaining';
  if (finalizers.size === 0) return { type, status: 'False', reason: 'ContentHasNoFinalizers', message: 'All content-preserving finalizers finished' };
  const parts = [...finalizers].sort(byName).map(([finalizer, count]) => `${finalizer} in ${count} resource instances`);
  return { type, status: 'True', reason: 'SomeFinalizersRemain', message: `Some content in the namespace has finalizers remaining: ${parts.join(', ')}` };
}

const bytewise = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byName = ([a]: [string, number], [b]: [string, number]): number => bytewise(a, b);
