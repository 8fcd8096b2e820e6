import type { KubeObject, ObjectMeta } from '../../../apimachinery/meta.ts';
import { generateName, generateUid } from '../../../apimachinery/names.ts';
import { alreadyExists, failure, invalid, isStatusFailure, type Status } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import { admissionRequest } from '../admission-request.ts';
import type { Scope } from '../scope.ts';
import type { ApiServer } from '../server.ts';
import { allocatorFor } from './allocation.ts';

/** Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go, maxNameGenerationCreateAttempts. */
const NAME_ATTEMPTS = 8;

/**
 * Stores a new, admitted object.
 * Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go, Create; registry/rest/create.go, BeforeCreate.
 */
export function* createObject(server: ApiServer, scope: Scope, admitted: KubeObject): Process<KubeObject | Status> {
  if (admitted.metadata.resourceVersion) return failure(500, '', 'resourceVersion should not be set on objects to be created');
  for (let attempt = 1; ; attempt++) {
    const stored = yield* store(server, scope, admitted);
    const mayRetry = stored === undefined && !admitted.metadata.name && attempt < NAME_ATTEMPTS;
    if (stored !== undefined) return stored;
    if (!mayRetry) return taken(scope, admitted);
  }
}

/** One attempt; undefined when the name is taken. */
function* store(server: ApiServer, scope: Scope, admitted: KubeObject): Process<KubeObject | undefined | Status> {
  const { kind } = scope.resource;
  // A strategy may need the new name and uid: a Job selects its pods by them.
  const named = kind.strategy.prepareForCreate({ ...admitted, metadata: newMetadata(server, admitted.metadata) }, server.strategyContext);
  const allocation = allocatorFor(server, scope.resource)?.forCreate(named);
  if (isStatusFailure(allocation)) return allocation;
  const object = allocation?.object ?? named;
  const refusal = refuse(server, scope, object);
  const ttlSeconds = refusal ? undefined : kind.ttlSeconds?.(object);
  const lease = ttlSeconds === undefined || scope.dryRun ? 0 : yield* server.leases.leaseFor(ttlSeconds);
  let stored: KubeObject | undefined | Status = refusal;
  if (isStatusFailure(lease)) stored = lease;
  else if (scope.dryRun) stored ??= scope.resource.cached(scope.namespace, object.metadata.name!) ? undefined : object;
  else if (refusal === undefined) {
    stored = yield* server.storage.create(scope.place(object.metadata.name), object, lease);
    scope.committedUs = server.clock.nowUs;
  }
  if (stored === undefined || scope.dryRun || isStatusFailure(stored)) allocation?.revert();
  return stored;
}

/** What validation and validating admission have against it. */
function refuse(server: ApiServer, scope: Scope, object: KubeObject): Status | undefined {
  const { group, kind, strategy } = scope.resource.kind;
  const errors = strategy.validate(object);
  if (errors.length > 0) return invalid(group, kind, object.metadata.name ?? '', errors);
  if (strategy.warningsOnCreate) scope.warnings = [...scope.warnings, ...strategy.warningsOnCreate(object)];
  return server.admission.validate(admissionRequest(scope, 'CREATE', object, undefined));
}

/** The fields of metadata that the server gives a new object. */
function newMetadata(server: ApiServer, metadata: ObjectMeta): ObjectMeta {
  const given = metadata.deletionTimestamp === undefined ? metadata : notDeleted(metadata);
  const name = given.name || (given.generateName && generateName(given.generateName, server.nameInt));
  // Assigned one by one: metadata come in many shapes, and a literal with a spread is slow for all but a few of them.
  const made: { -readonly [K in keyof ObjectMeta]: ObjectMeta[K] } = { ...given };
  made.name = name;
  made.uid = generateUid(server.uidInt);
  made.creationTimestamp = server.clock.now();
  return made;
}

/** A new object is never born dying. */
function notDeleted({ deletionTimestamp: _, deletionGracePeriodSeconds: __, ...rest }: ObjectMeta): ObjectMeta {
  return rest;
}

function taken(scope: Scope, object: KubeObject): Status {
  const { kind } = scope.resource;
  const name = object.metadata.name ?? object.metadata.generateName ?? '';
  const refusal = alreadyExists(kind.group, kind.resource, name);
  const deleting = scope.resource.cached(scope.namespace, name)?.metadata.deletionTimestamp !== undefined;
  return deleting ? { ...refusal, message: `object is being deleted: ${refusal.message}` } : refusal;
}
