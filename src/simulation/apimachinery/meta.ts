import type { Condition, LabelSelector, ManagedFieldsEntry, ObjectMeta, OwnerReference } from 'kubernetes-types/meta/v1.d.ts';

export type { Condition, LabelSelector, ManagedFieldsEntry, ObjectMeta, OwnerReference };

/** Any object of the API, when its kind does not matter. Frozen and shared: never change one in place. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: any;
}

/** An object of a known kind as the API server answers it: with type and metadata always there. */
export type Typed<T> = T & { readonly apiVersion: string; readonly kind: string; readonly metadata: ObjectMeta };

/** A list as the API server answers it. `metadata.resourceVersion` is the store's revision at which it was read. */
export interface KubeList<T = KubeObject> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string; readonly remainingItemCount?: number };
  readonly items: readonly T[];
}

interface HasMeta {
  readonly metadata?: ObjectMeta;
}

/** 'namespace/name', or 'name' of what lives in no namespace. Source: client-go tools/cache, MetaNamespaceKeyFunc. */
export function objectKey(object: HasMeta): string {
  const meta = object.metadata;
  return meta?.namespace ? `${meta.namespace}/${meta.name}` : (meta?.name ?? '');
}

/** The inverse of objectKey; namespace is '' when the key has none. Source: client-go tools/cache, SplitMetaNamespaceKey. */
export function splitKey(key: string): { namespace: string; name: string } {
  const slash = key.indexOf('/');
  return slash < 0 ? { namespace: '', name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

/** The reference to the one owner that manages this object. Source: apimachinery meta/v1, GetControllerOf. */
export function controllerOf(object: HasMeta): OwnerReference | undefined {
  const references = object.metadata?.ownerReferences;
  if (references === undefined) return undefined;
  for (const reference of references) if (reference.controller === true) return reference;
  return undefined;
}

/** Source: apimachinery meta/v1, IsControlledBy: by uid, so an owner of the same name born later does not count. */
export function isControlledBy(object: HasMeta, owner: HasMeta): boolean {
  const uid = controllerOf(object)?.uid;
  return uid !== undefined && uid === owner.metadata?.uid;
}
