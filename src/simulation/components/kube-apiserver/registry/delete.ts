import { formatTime, timeToUs } from '../../../apimachinery/time.ts';
import type { KubeObject, ObjectMeta } from '../../../apimachinery/meta.ts';
import type { ApiQuery } from '../../../apimachinery/request.ts';
import { conflict, failure, isNotFound, isStatusFailure, type Status } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import type { Scope } from '../scope.ts';
import type { ApiServer } from '../server.ts';
import { finalizersForDeletion } from './garbage-collection.ts';

/** `gone`: the object was deleted; else it stays for a while, marked. */
export interface Deletion {
  readonly object: KubeObject;
  readonly gone: boolean;
}

const DELETE_NOW: Status = failure(0, '', 'delete now');
const ALREADY: Status = failure(0, '', 'already deleting');

/**
 * Deletes an object or begins its deletion: gracefully if its kind asks for it, and never while it has finalizers.
 * Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go, Delete; registry/rest/delete.go, BeforeDelete.
 */
export function* deleteObject(server: ApiServer, scope: Scope, options: ApiQuery): Process<Deletion | Status> {
  const change = (current: KubeObject | undefined): KubeObject | Status => {
    if (current === undefined) return scope.notFound();
    return preconditionFailure(scope, current, options) ?? marked(server, scope, current, options);
  };
  if (scope.dryRun) return dryRun(scope, change);
  const outcome = yield* server.storage.guaranteedUpdate(scope.place(), scope.cached, change);
  scope.committedUs = server.clock.nowUs;
  if (outcome === ALREADY) return { object: scope.cached!, gone: false };
  if (isStatusFailure(outcome) && outcome !== DELETE_NOW) return outcome;
  if (!isStatusFailure(outcome) && staysFor(outcome)) return { object: outcome, gone: false };
  const deleted = yield* deleteNow(server, scope, options.preconditions?.uid);
  // Somebody, such as the kubelet, may have been faster once the object was marked.
  if (isNotFound(deleted) && !isStatusFailure(outcome)) return { object: outcome, gone: true };
  return isStatusFailure(deleted) ? deleted : { object: deleted, gone: true };
}

/** Takes the object out of etcd, whatever its state. Answers its last state. */
export function* deleteNow(server: ApiServer, scope: Scope, uid?: string): Process<KubeObject | Status> {
  let current: KubeObject | undefined | Status = scope.cached ?? (yield* server.storage.get(scope.place()));
  for (;;) {
    if (current === undefined) return scope.notFound();
    if (isStatusFailure(current)) return current;
    const failed = preconditionFailure(scope, current, uid === undefined ? {} : { preconditions: { uid } });
    if (failed !== undefined) return failed;
    const outcome: { readonly deleted: boolean; readonly found: KubeObject | undefined } | Status = yield* server.storage.delete(scope.place(), current);
    scope.committedUs = server.clock.nowUs;
    if (isStatusFailure(outcome)) return outcome;
    if (outcome.deleted) return current;
    current = outcome.found;
  }
}

function preconditionFailure(scope: Scope, current: KubeObject, { preconditions }: ApiQuery): Status | undefined {
  if (preconditions === undefined) return undefined;
  const { group, resource } = scope.resource.kind;
  const { uid, resourceVersion } = current.metadata;
  const refuse = (detail: string): Status => conflict(group, resource, scope.name, detail);
  if (preconditions.uid !== undefined && preconditions.uid !== uid) {
    return refuse(`the UID in the precondition (${preconditions.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`);
  }
  if (preconditions.resourceVersion !== undefined && preconditions.resourceVersion !== resourceVersion) {
    return refuse(`the ResourceVersion in the precondition (${preconditions.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`);
  }
  return undefined;
}

/** The object with its mark of deletion; DELETE_NOW when it needs none, ALREADY when it has one that still holds. */
function marked(server: ApiServer, scope: Scope, current: KubeObject, options: ApiQuery): KubeObject | Status {
  const graceful = gracefully(server, scope, current, options.gracePeriodSeconds);
  if (graceful === 'pending') return ALREADY;
  const metadata = finalizersForDeletion(scope.resource.kind, graceful === 'none' ? current.metadata : graceful, options.propagationPolicy);
  if (graceful !== 'none') return { ...current, metadata };
  if (!metadata.finalizers?.length) return DELETE_NOW;
  return { ...current, metadata: markAsDeleting(server, metadata) };
}

/** Metadata with a grace period; `none` when the kind knows none, `pending` when one is running that may not be lengthened. */
function gracefully(server: ApiServer, scope: Scope, current: KubeObject, requested: number | undefined): ObjectMeta | 'none' | 'pending' {
  const { strategy } = scope.resource.kind;
  const { metadata } = current;
  if (strategy.checkGracefulDelete === undefined) return 'none';
  if (metadata.deletionTimestamp !== undefined) return shortened(metadata, requested);
  const seconds = strategy.checkGracefulDelete(current, requested).gracePeriodSeconds;
  return withGeneration({ ...metadata, deletionTimestamp: server.clock.in(seconds), deletionGracePeriodSeconds: seconds });
}

function shortened(metadata: ObjectMeta, requested: number | undefined): ObjectMeta | 'none' | 'pending' {
  const running = metadata.deletionGracePeriodSeconds;
  if (running === undefined) return 'none';
  if (requested === undefined || requested >= running) return 'pending';
  const deletionTimestamp = formatTime(timeToUs(metadata.deletionTimestamp)! + (requested - running) * 1_000_000);
  return { ...metadata, deletionTimestamp, deletionGracePeriodSeconds: requested };
}

/** For kinds without grace that something still holds on to. */
function markAsDeleting(server: ApiServer, metadata: ObjectMeta): ObjectMeta {
  if (metadata.deletionTimestamp !== undefined && metadata.deletionGracePeriodSeconds === 0) return metadata;
  const marked = { ...metadata, deletionTimestamp: metadata.deletionTimestamp ?? server.clock.now(), deletionGracePeriodSeconds: 0 };
  return metadata.deletionTimestamp === undefined ? withGeneration(marked) : marked;
}

/** A deletion is a change of what is wanted. */
const withGeneration = (metadata: ObjectMeta): ObjectMeta => (metadata.generation ? { ...metadata, generation: metadata.generation + 1 } : metadata);

const staysFor = ({ metadata }: KubeObject): boolean => (metadata.finalizers?.length ?? 0) > 0 || (metadata.deletionGracePeriodSeconds ?? 0) > 0;

function dryRun(scope: Scope, change: (current: KubeObject | undefined) => KubeObject | Status): Deletion | Status {
  const { cached } = scope;
  const next = change(cached);
  if (next === DELETE_NOW) return { object: cached!, gone: true };
  if (next === ALREADY) return { object: cached!, gone: false };
  return isStatusFailure(next) ? next : { object: next, gone: !staysFor(next) };
}
