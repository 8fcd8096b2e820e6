import type { ApiResponse } from '../../../apimachinery/request.ts';
import { isStatusFailure } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import { admissionRequest } from '../admission-request.ts';
import { decode } from '../decode.ts';
import { createObject } from '../registry/create.ts';
import { respond, type Scope } from '../scope.ts';
import type { ApiServer } from '../server.ts';

/** POST. Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/endpoints/handlers/create.go. */
export function* create(server: ApiServer, scope: Scope): Process<ApiResponse<unknown>> {
  const object = decode(scope, scope.request.body);
  if (isStatusFailure(object)) return respond(object);
  const admitted = yield* server.admission.admitPatiently(admissionRequest(scope, 'CREATE', object, undefined));
  if (isStatusFailure(admitted)) return respond(admitted);
  return respond(yield* createObject(server, scope, admitted!), 201);
}
