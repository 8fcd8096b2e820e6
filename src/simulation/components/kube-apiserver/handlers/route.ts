import type { ApiResponse, ApiVerb } from '../../../apimachinery/request.ts';
import type { Status } from '../../../apimachinery/status.ts';
import { methodNotAllowed, unknownPath } from '../errors.ts';
import type { Process } from '../../../engine/index.ts';
import { respond, type Scope } from '../scope.ts';
import type { ApiServer } from '../server.ts';
import { bindPod } from '../registry/pod-binding.ts';
import { evictPod } from '../registry/pod-eviction.ts';
import { getScale, patchScale, updateScale } from '../registry/scale.ts';
import { finalizeNamespace } from '../registry/namespace-lifecycle.ts';
import { connectToKubelet } from './connect.ts';
import { create } from './create.ts';
import { deleteCollection, deleteOne } from './delete.ts';
import { get } from './get.ts';
import { list } from './list.ts';
import { patch } from './patch.ts';
import { update } from './update.ts';
import { watch } from './watch.ts';

type Handler = (server: ApiServer, scope: Scope) => Process<ApiResponse<unknown>>;
type Handlers = Partial<Record<ApiVerb, Handler>>;

const objectHandlers: Handlers = { get, list, watch, create, update, patch, delete: deleteOne, deletecollection: deleteCollection };

/** What can be done to subresources, whatever the kind. */
const subresourceHandlers: Readonly<Record<string, Handlers>> = {
  status: { get, update, patch },
  scale: { get: getScale, update: updateScale, patch: patchScale },
  binding: { create: bindPod },
  eviction: { create: evictPod },
  finalize: { update: finalizeNamespace },
  ephemeralcontainers: { get, update, patch },
  log: { get: connectToKubelet, connect: connectToKubelet },
  exec: { connect: connectToKubelet, create: connectToKubelet },
  attach: { connect: connectToKubelet },
  portforward: { connect: connectToKubelet },
};

/** Finds who answers a request and begins the answer. */
export function route(server: ApiServer, scope: Scope): Process<ApiResponse<unknown>> {
  const known = scope.subresource === '' || scope.resource.kind.subresources.includes(scope.subresource);
  const handlers = scope.subresource === '' ? objectHandlers : subresourceHandlers[scope.subresource];
  if (!known || handlers === undefined) return refuse(unknownPath());
  const handler = handlers[scope.request.verb];
  return handler === undefined ? refuse(methodNotAllowed()) : handler(server, scope);
}

function* refuse(status: Status): Process<ApiResponse<unknown>> {
  return respond(status);
}
