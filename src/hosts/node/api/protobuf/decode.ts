import { messages } from './generated/messages.ts';
import { MalformedProtobuf, wireFields } from './wire.ts';

type Json = Record<string, unknown>;

interface Field {
  readonly name: string;
  readonly type: string;
}

/** Go embeds these structs: in JSON their fields stand among the parent's. */
const embedded = new Set(['volumeSource', 'persistentVolumeSource', 'ephemeralContainerCommon', 'handler', 'localObjectReference', 'ingressRuleValue']);
/** Go writes what is no pointer even when it is empty, and JSON leaves it out. Of these fields a zero is meant: they are pointers, or required. */
const meantWhenZero = new Set([
  'replicas', 'minReplicas', 'gracePeriodSeconds', 'terminationGracePeriodSeconds', 'backoffLimit', 'completions', 'parallelism', 'ttlSecondsAfterFinished', 'partition', 'value',
  'revisionHistoryLimit', 'progressDeadlineSeconds', 'activeDeadlineSeconds', 'tolerationSeconds', 'runAsUser', 'runAsGroup', 'fsGroup', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit',
]);

const magic = Uint8Array.of(0x6b, 0x38, 0x73, 0x00);
const fieldsByMessage = new Map<string, ReadonlyMap<number, Field>>();
const text = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');

/**
 * The object in a body of type application/vnd.kubernetes.protobuf, as JSON has it. Throws MalformedProtobuf.
 * Source: kubernetes v1.32 staging/src/k8s.io/apimachinery/pkg/runtime/serializer/protobuf, Unmarshal.
 */
export function decodeProtobuf(body: Uint8Array): Json {
  if (!magic.every((byte, i) => body[i] === byte)) throw new MalformedProtobuf('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]');
  let typeMeta: { apiVersion?: string; kind?: string } = {};
  let raw: Uint8Array = new Uint8Array();
  for (const [number, value] of wireFields(body.subarray(magic.length))) {
    if (number === 1) typeMeta = structOf('runtime.TypeMeta', bytesOf(value));
    if (number === 2) raw = bytesOf(value);
  }
  const { apiVersion = '', kind = '' } = typeMeta;
  return { apiVersion, kind, ...structOf(rootMessage(apiVersion, kind), raw) };
}

/** `apps/v1`, `Deployment` → `apps.v1.Deployment`. */
function rootMessage(apiVersion: string, kind: string): string {
  if (kind === 'DeleteOptions') return 'meta.v1.DeleteOptions';
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
  const name = `${group.split('.')[0]}.${version}.${kind}`;
  if (!Object.hasOwn(messages, name)) throw new MalformedProtobuf(`no kind "${kind}" is registered for version "${apiVersion}"`);
  return name;
}

function fieldsOf(message: string): ReadonlyMap<number, Field> {
  let fields = fieldsByMessage.get(message);
  if (fields === undefined) {
    const lines = (messages[message] ?? '').split(',').filter((line) => line !== '').map((line) => line.split(':'));
    fieldsByMessage.set(message, (fields = new Map(lines.map(([number, name, type]) => [Number(number), { name: name!, type: type! }]))));
  }
  return fields;
}

function structOf(message: string, bytes: Uint8Array): Json {
  const object: Json = {};
  const fields = fieldsOf(message);
  for (const [number, wire] of wireFields(bytes)) {
    const field = fields.get(number);
    if (field !== undefined) put(object, field, wire);
  }
  return object;
}

function put(object: Json, { name, type }: Field, wire: number | Uint8Array): void {
  if (type.startsWith('[')) ((object[name] ??= []) as unknown[]).push(valueOf(type.slice(1), wire));
  else if (type.startsWith('{')) putEntry((object[name] ??= {}) as Json, type.slice(1), bytesOf(wire));
  else if (type.startsWith('@') && embedded.has(name)) Object.assign(object, valueOf(type, wire));
  else {
    const value = valueOf(type, wire);
    if (value === undefined || ((value === '' || value === 0 || value === false) && !meantWhenZero.has(name))) return;
    object[name] = value;
  }
}

function putEntry(map: Json, type: string, bytes: Uint8Array): void {
  let key = '';
  let value: unknown = type === 's' ? '' : undefined;
  for (const [number, wire] of wireFields(bytes)) {
    if (number === 1) key = text(bytesOf(wire));
    if (number === 2) value = valueOf(type, wire);
  }
  // A plain assignment would take the name __proto__ for something else.
  Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
}

function valueOf(type: string, wire: number | Uint8Array): unknown {
  switch (type) {
    case 's':
      return text(bytesOf(wire));
    case 'y':
      return Buffer.from(bytesOf(wire)).toString('base64');
    case 'b':
      return wire !== 0;
    case 'i':
    case 'd':
      return numberOf(wire);
    default:
      return messageOf(type.slice(1), bytesOf(wire));
  }
}

/** What is no struct in JSON is one here. */
function messageOf(message: string, bytes: Uint8Array): unknown {
  const plain = structOf(message, bytes);
  switch (message) {
    case 'api.resource.Quantity':
      return plain.string ?? '0';
    case 'util.intstr.IntOrString':
      return plain.type === 1 ? (plain.strVal ?? '') : (plain.intVal ?? 0);
    case 'meta.v1.Time':
    case 'meta.v1.MicroTime':
      return timeOf(plain as { seconds?: number; nanos?: number }, message === 'meta.v1.MicroTime');
    case 'meta.v1.FieldsV1':
      return jsonOf(plain.Raw);
    case 'runtime.RawExtension':
      return jsonOf(plain.raw);
    default:
      return message.endsWith('.ExtraValue') ? (plain.items ?? []) : plain;
  }
}

/** Undefined for Go's zero time, which JSON writes as null. */
function timeOf({ seconds, nanos = 0 }: { seconds?: number; nanos?: number }, micro: boolean): string | undefined {
  if (seconds === undefined) return undefined;
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  return micro ? `${whole}.${String(Math.floor(nanos / 1000)).padStart(6, '0')}Z` : `${whole}Z`;
}

/** Bytes became base64 on the way here. */
function jsonOf(base64: unknown): unknown {
  if (typeof base64 !== 'string' || base64 === '') return undefined;
  try {
    return JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
  } catch {
    throw new MalformedProtobuf('raw extension holds no JSON');
  }
}

function bytesOf(wire: number | Uint8Array): Uint8Array {
  if (typeof wire === 'number') throw new MalformedProtobuf('proto: wrong wireType');
  return wire;
}

function numberOf(wire: number | Uint8Array): number {
  if (typeof wire !== 'number') throw new MalformedProtobuf('proto: wrong wireType');
  return wire;
}
