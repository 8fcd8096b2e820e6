import { compareStrings } from '../../../apimachinery/equality.ts';
import { invalid as invalidField, path } from '../../../apimachinery/field.ts';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import { applyJsonPatch } from '../../../apimachinery/patch/json-patch.ts';
import { applyMergePatch } from '../../../apimachinery/patch/merge-patch.ts';
import { applyStrategicMergePatch } from '../../../apimachinery/patch/strategic.ts';
import type { ApiResponse, PatchType } from '../../../apimachinery/request.ts';
import { invalid, isStatusFailure, type Status, unsupportedMediaType } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import { decode } from '../decode.ts';
import { updateObject } from '../registry/update.ts';
import { respond, type Scope } from '../scope.ts';
import type { ApiServer } from '../server.ts';
import { checkName, rulesOf } from './update.ts';

/** PATCH. Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go. */
export function* patch(server: ApiServer, scope: Scope): Process<ApiResponse<unknown>> {
  const { contentType, body } = scope.request;
  const unfit = checkPatch(contentType);
  if (unfit !== undefined) return respond(unfit);
  const renew = (current: KubeObject): KubeObject | Status => {
    const base = scope.conversion?.fromStored(current) ?? current;
    const patched = applyPatch(base, contentType!, body);
    if (isStatusFailure(patched)) return patched;
    if (patched === base) return current;
    const object = decode(scope, patched);
    return isStatusFailure(object) ? badPatch(object, contentType!, body, patched) : (checkName(scope, object) ?? object);
  };
  return respond(yield* updateObject(server, scope, renew, rulesOf(scope)));
}

/** What cannot be read after a patch is the patch's fault. Source: the same file, applyPatchToObject. */
function badPatch(problem: Status, contentType: PatchType, body: unknown, patched: KubeObject): Status {
  const why = / cannot be handled as a \w+: (.*)$/s.exec(problem.message ?? '')?.[1];
  if (why === undefined) return problem;
  const shown = contentType === 'application/strategic-merge-patch+json' ? goMap(body) : JSON.stringify(patched);
  return invalid('', '', '', [invalidField(path('patch'), shown, why)]);
}

/** Go's %+v of decoded JSON: `map[spec:map[replicas:three]]`. */
function goMap(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goMap).join(' ')}]`;
  if (typeof value !== 'object' || value === null) return value === null ? '<nil>' : String(value);
  const entries = Object.entries(value).sort(([a], [b]) => compareStrings(a, b));
  return `map[${entries.map(([key, part]) => `${key}:${goMap(part)}`).join(' ')}]`;
}

const ACCEPTED: readonly PatchType[] = ['application/json-patch+json', 'application/merge-patch+json', 'application/strategic-merge-patch+json', 'application/apply-patch+yaml'];

/** Refuses a kind of patch that is not served. */
export function checkPatch(contentType: PatchType | undefined): Status | undefined {
  // Server-side apply is accepted in name only so far.
  if (contentType !== undefined && ACCEPTED.includes(contentType) && contentType !== 'application/apply-patch+yaml') return undefined;
  return unsupportedMediaType(ACCEPTED);
}

/** The patched data, or a Status in the server's words. Unchanged parts are shared with `current`. */
export function applyPatch(current: KubeObject, contentType: PatchType, body: unknown): KubeObject | Status {
  if (contentType === 'application/json-patch+json') return applyJsonPatch(current, body);
  if (contentType === 'application/merge-patch+json') return applyMergePatch(current, body);
  return applyStrategicMergePatch(current, body, current.kind);
}
