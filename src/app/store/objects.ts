import type { ObjectRecord } from '../../protocol/index.ts';

/** Resource, namespace ('' when it has none) and name of an object key such as `pods/default/web`. */
export interface ObjectName {
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
}

export function splitObjectKey(key: string): ObjectName {
  const [resource = '', second = '', third] = key.split('/');
  return third === undefined ? { resource, namespace: '', name: second } : { resource, namespace: second, name: third };
}

/** `nodes/node-1`, `pods/default/web`. */
export function objectKey({ resource, namespace, name }: ObjectName): string {
  return namespace === '' ? `${resource}/${name}` : `${resource}/${namespace}/${name}`;
}

export const resourceOf = (key: string): string => key.slice(0, key.indexOf('/'));

/** The node that a pod is bound to, '' before that. */
export const nodeNameOf = (pod: ObjectRecord): string => (pod.object['spec']?.nodeName as string | undefined) ?? '';

/** The owner that manages an object, if there is one. */
export function controllerOf(record: ObjectRecord): { readonly kind: string; readonly name: string; readonly uid: string } | undefined {
  return record.object.metadata.ownerReferences?.find((reference) => reference.controller === true);
}

export const controllerUid = (record: ObjectRecord): string | undefined => controllerOf(record)?.uid;
