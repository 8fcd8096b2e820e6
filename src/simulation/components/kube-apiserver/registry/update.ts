import { goText, invalid as invalidField, path } from '../../../apimachinery/field.ts';
import type { KubeObject, ObjectMeta } from '../../../apimachinery/meta.ts';
import { conflict, failure, invalid, isStatusFailure, type Status } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import { admissionRequest } from '../admission-request.ts';
import type { Scope } from '../scope.ts';
import type { ApiServer } from '../server.ts';
import { type Allocation, allocatorFor } from './allocation.ts';
import { createObject } from './create.ts';
import { deleteNow } from './delete.ts';

/** The new object, made from the present one: by a patch, or given whole. Only the system's fields of metadata may be missing. */
export type Renew = (current: KubeObject) => KubeObject | Status;

/** Which of the kind's rules an update follows. */
export type UpdateRules = 'object' | 'status' | 'none';

/** Stands for "its last finalizer went: delete it now". */
const EMPTIED: Status = failure(0, '', 'the last finalizer was removed');

/**
 * Puts an object through `renew`, the kind's rules and admission, and stores it; tries again when somebody else was faster.
 * Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go, Update; registry/rest/update.go, BeforeUpdate.
 */
export function* updateObject(server: ApiServer, scope: Scope, renew: Renew, rules: UpdateRules): Process<KubeObject | Status> {
  let allocation: Allocation | undefined;
  let released: KubeObject | undefined;
  const change = (current: KubeObject | undefined): KubeObject | Status => {
    if (current === undefined) return scope.notFound();
    allocation?.revert();
    allocation = undefined;
    const next = renewed(server, scope, current, renew, rules);
    if (isStatusFailure(next)) return next;
    if (mayGo(next, current)) {
      released = next;
      return EMPTIED;
    }
    const allocated = rules === 'object' ? allocatorFor(server, scope.resource)?.forUpdate(next, current) : undefined;
    if (isStatusFailure(allocated)) return allocated;
    allocation = allocated;
    return allocated?.object ?? next;
  };
  if (scope.dryRun) return dryRun(scope, change);
  const stored = yield* server.storage.guaranteedUpdate(scope.place(), scope.cached, change);
  scope.committedUs = server.clock.nowUs;
  if (stored === EMPTIED) {
    const deleted = yield* deleteNow(server, scope);
    // Whoever took the last finalizer away is answered what he wrote.
    return isStatusFailure(deleted) ? deleted : released!;
  }
  if (isStatusFailure(stored)) (allocation as Allocation | undefined)?.revert();
  return stored;
}

/** For kinds that a PUT may create. */
export function* createOnUpdate(server: ApiServer, scope: Scope, object: KubeObject): Process<KubeObject | Status> {
  const admitted = yield* server.admission.admitPatiently(admissionRequest(scope, 'CREATE', object, undefined));
  return isStatusFailure(admitted) ? admitted : yield* createObject(server, scope, admitted!);
}

function renewed(server: ApiServer, scope: Scope, current: KubeObject, renew: Renew, rules: UpdateRules): KubeObject | Status {
  const made = renew(current);
  if (isStatusFailure(made)) return made;
  const refusal = refuseStale(scope, made, current);
  if (refusal !== undefined) return refusal;
  const admitted = server.admission.admit(admissionRequest(scope, 'UPDATE', withSystemFields(made, current), current));
  if (isStatusFailure(admitted)) return admitted;
  const next = prepare(server, scope, admitted!, current, rules);
  return isStatusFailure(next) ? next : (server.admission.validate(admissionRequest(scope, 'UPDATE', next, current)) ?? next);
}

/** Optimistic concurrency: who names a version means that version. */
function refuseStale(scope: Scope, made: KubeObject, current: KubeObject): Status | undefined {
  const { kind } = scope.resource;
  const asked = made.metadata.resourceVersion ?? '';
  if (asked !== '' && asked !== '0') {
    return asked === current.metadata.resourceVersion ? undefined : conflict(kind.group, kind.resource, scope.name);
  }
  if (kind.strategy.allowUnconditionalUpdate !== false) return undefined;
  const error = invalidField(path('metadata', 'resourceVersion'), goText('0x0'), 'must be specified for an update');
  return invalid(kind.group, kind.kind, scope.name, [error]);
}

function prepare(server: ApiServer, scope: Scope, made: KubeObject, current: KubeObject, rules: UpdateRules): KubeObject | Status {
  if (rules === 'none') return made;
  const { kind } = scope.resource;
  const { strategy } = kind;
  const next = rules === 'object' ? strategy.prepareForUpdate(made, current, server.strategyContext)
    : strategy.prepareForStatusUpdate ? strategy.prepareForStatusUpdate(made, current, server.strategyContext) : { ...current, status: made.status };
  if (next === current) return current;
  const errors = (rules === 'object' ? strategy.validateUpdate(next, current) : strategy.validateStatusUpdate?.(next, current)) ?? [];
  if (errors.length > 0) return invalid(kind.group, kind.kind, scope.name, errors);
  if (rules === 'object' && strategy.warningsOnUpdate) scope.warnings = [...scope.warnings, ...strategy.warningsOnUpdate(next, current)];
  return next;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Clients may leave out what the server knows; they may not take it away. */
function withSystemFields(made: KubeObject, current: KubeObject): KubeObject {
  const given = made.metadata;
  const old = current.metadata;
  if (given === old) return made;
  const metadata: Mutable<ObjectMeta> = {
    ...given,
    name: given.name || old.name,
    uid: given.uid || old.uid,
    creationTimestamp: old.creationTimestamp,
    resourceVersion: old.resourceVersion,
  };
  if (old.namespace !== undefined && !given.namespace) metadata.namespace = old.namespace;
  if (old.generation !== undefined || given.generation !== undefined) metadata.generation = old.generation;
  if (old.deletionTimestamp !== undefined) metadata.deletionTimestamp = old.deletionTimestamp;
  if (old.deletionGracePeriodSeconds !== undefined) metadata.deletionGracePeriodSeconds = given.deletionGracePeriodSeconds ?? old.deletionGracePeriodSeconds;
  // Empty lists are not stored: in Go's JSON they are omitted.
  if (given.ownerReferences?.length === 0) delete metadata.ownerReferences;
  if (given.finalizers?.length === 0) delete metadata.finalizers;
  return { ...made, metadata };
}

/**
 * True when nothing holds a deleted object any more.
 * Source: kubernetes v1.32 .../generic/registry/store.go, ShouldDeleteDuringUpdate; pkg/registry/core/namespace/storage, ShouldDeleteNamespaceDuringUpdate.
 */
function mayGo(next: KubeObject, current: KubeObject): boolean {
  if (current.metadata.deletionTimestamp === undefined || next.metadata.finalizers?.length) return false;
  if (next.kind === 'Namespace' && next.apiVersion === 'v1') return !next.spec?.finalizers?.length;
  if ((current.metadata.deletionGracePeriodSeconds ?? 1) !== 0) return false;
  return (current.metadata.finalizers?.length ?? 0) > 0;
}

function dryRun(scope: Scope, change: (current: KubeObject | undefined) => KubeObject | Status): KubeObject | Status {
  const next = change(scope.cached);
  return next === EMPTIED ? scope.cached! : next;
}
