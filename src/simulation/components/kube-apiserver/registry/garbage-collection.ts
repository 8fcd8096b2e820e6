import type { ObjectMeta } from '../../../apimachinery/meta.ts';
import type { PropagationPolicy } from '../../../apimachinery/request.ts';
import type { Kind } from '../../../kinds/kind.ts';

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

/**
 * Metadata with the finalizers that the propagation policy asks for; the same metadata when they are right already.
 * Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go, deletionFinalizersForGarbageCollection.
 */
export function finalizersForDeletion(kind: Kind, metadata: ObjectMeta, policy: PropagationPolicy | undefined): ObjectMeta {
  const old = metadata.finalizers ?? [];
  const finalizers = old.filter((finalizer) => finalizer !== ORPHAN && finalizer !== FOREGROUND);
  if (orphans(kind, old, policy)) finalizers.push(ORPHAN);
  if (policy === undefined ? old.includes(FOREGROUND) : policy === 'Foreground') finalizers.push(FOREGROUND);
  if (finalizers.length === old.length && finalizers.every((finalizer, i) => finalizer === old[i])) return metadata;
  return { ...metadata, finalizers };
}

/** Said outright, by a finalizer that is there already, or by the kind. */
function orphans(kind: Kind, finalizers: readonly string[], policy: PropagationPolicy | undefined): boolean {
  if (policy !== undefined) return policy === 'Orphan';
  if (finalizers.includes(ORPHAN)) return true;
  if (finalizers.includes(FOREGROUND)) return false;
  return kind.strategy.defaultGarbageCollectionPolicy === 'orphan';
}
