interface Encodable {
  readonly kind?: unknown;
  readonly apiVersion?: unknown;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Fields of ObjectMeta in the order of Go's struct; the others follow by name. */
const metadataOrder = ['name', 'generateName', 'namespace', 'selfLink', 'uid', 'resourceVersion', 'generation', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'labels', 'annotations', 'ownerReferences', 'finalizers', 'managedFields'];

/** An object as the real server writes it: kind and version first, metadata in its order. */
export function encode(object: unknown): string {
  return JSON.stringify(inOrder(object));
}

function inOrder(object: unknown): unknown {
  const { kind, apiVersion, metadata, ...rest } = object as Encodable;
  if (typeof kind !== 'string' || typeof metadata !== 'object') return object;
  return { kind, apiVersion, metadata: orderedMetadata(metadata), ...rest };
}

function orderedMetadata(metadata: Readonly<Record<string, unknown>>): object {
  if (metadata.name === undefined) return metadata;
  const ordered: Record<string, unknown> = {};
  for (const name of metadataOrder) if (metadata[name] !== undefined) ordered[name] = metadata[name];
  return { ...ordered, ...metadata };
}

const events = new WeakMap<object, string>();

/** A line of a watch. Watchers share their events, so each is written once. */
export function encodeEvent(event: { readonly type: string; readonly object: unknown }): string {
  let line = events.get(event);
  if (line === undefined) events.set(event, (line = `{"type":"${event.type}","object":${encode(event.object)}}\n`));
  return line;
}
