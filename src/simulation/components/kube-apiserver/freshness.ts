import { badRequest, isStatusFailure, type Status } from '../../apimachinery/status.ts';
import type { Process } from '../../engine/index.ts';
import type { ApiResource } from './api-resource.ts';
import type { ApiServer } from './server.ts';

/** A resourceVersion as a number; undefined for what is none. */
export function parseResourceVersion(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/**
 * Makes sure that the watch cache of a resource is as new as the client asks: '' as new as etcd, '0' as it is, else not
 * older than that version. Asking etcd for its revision is enough: answers and watch events come down one ordered line.
 * Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/storage/cacher/cacher.go, GetList with ConsistentListFromCache.
 */
export function* freshEnough(server: ApiServer, resource: ApiResource, resourceVersion: string): Process<Status | undefined> {
  const { cacher } = resource;
  const asked = parseResourceVersion(resourceVersion);
  if (resourceVersion !== '' && asked === undefined) return badRequest(`resourceVersion: Invalid value: "${resourceVersion}": strconv.ParseUint: parsing "${resourceVersion}": invalid syntax`);
  const unready = cacher.ready ? undefined : yield* cacher.waitUntilReady();
  if (unready !== undefined) return unready;
  if (asked !== undefined && cacher.revision >= asked) return undefined;
  const newest = yield* server.storage.revision();
  if (isStatusFailure(newest)) return newest;
  cacher.progress(newest);
  return yield* cacher.waitFor(asked ?? newest);
}
