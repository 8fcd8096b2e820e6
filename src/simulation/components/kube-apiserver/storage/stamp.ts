import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { KeyValue } from '../../../contracts/etcd.ts';

/**
 * Writes the revision of its commit into an object, once, before anybody else has seen it. Give it to etcd as `seal`:
 * then etcd's history, the watch cache and all informers share one object.
 */
export function sealObject(value: unknown, revision: number): unknown {
  const { metadata } = value as { metadata: { resourceVersion?: string } };
  metadata.resourceVersion = String(revision);
  return value;
}

/** The object of a key value, with its resourceVersion. */
export function objectOf(kv: KeyValue): KubeObject {
  const object = kv.value as KubeObject;
  return revisionOf(object) === kv.modRevision ? object : withResourceVersion(object, kv.modRevision);
}

/** The same object at another revision. */
export function withResourceVersion(object: KubeObject, revision: number): KubeObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
}

/** The revision that an object carries, NaN for none. */
export const revisionOf = (object: KubeObject): number => Number(object.metadata.resourceVersion);
