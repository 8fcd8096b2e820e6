import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { Status } from '../../../apimachinery/status.ts';
import type { ApiResource } from '../api-resource.ts';

/** What a write reserved. `revert` gives it back when the write fails. */
export interface Allocation {
  readonly object: KubeObject;
  revert(): void;
}

/** Hands out what may exist only once in the cluster, such as addresses and ports. Learns from the watch cache what is free again. */
export interface Allocator {
  forCreate(object: KubeObject): Allocation | Status;
  forUpdate(next: KubeObject, current: KubeObject): Allocation | Status;
}

/** The allocator of a resource, if it has one. */
export function allocatorFor(server: { readonly allocators: ReadonlyMap<string, Allocator> }, resource: ApiResource): Allocator | undefined {
  return server.allocators.get(resource.id);
}
