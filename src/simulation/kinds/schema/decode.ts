import { compareStrings } from '../../apimachinery/equality.ts';
import { quantityError } from '../../apimachinery/quantity.ts';
import { parseTime } from '../../apimachinery/time.ts';
import { base64Error, goTypeName, isScalarOk, jsonWords, timeError } from './scalar.ts';
import { itemOf, structSchema } from './structure.ts';
import type { FieldType, StructSchema } from './structure.ts';

export interface Decoded<T> {
  /** Without unknown fields, nulls and empty optional lists and maps; the very same object when it has none. */
  readonly object: T;
  /** 'unknown field "spec.foo"', in the order in which kubectl writes fields: sorted. */
  readonly problems: readonly string[];
  /** Why Go could not read it at all: then `object` means nothing. */
  readonly error?: string;
}

type Json = Readonly<Record<string, unknown>>;

const MAX_PROBLEMS = 100;

/**
 * Reads a JSON object as the API server reads it into the Go struct of its kind; `version` is the kind's.
 * Source: sigs.k8s.io/json UnmarshalStrict; apimachinery runtime/serializer/json, Serializer.Decode.
 */
export function strictDecode<T extends object>(schema: StructSchema, object: T, version = 'v1'): Decoded<T> {
  // Nearly everything is in order, and then nothing need be copied or sorted.
  if (isStructClean(schema, object)) return { object, problems: [] };
  const decoder = new Decoder(version);
  try {
    const result = decoder.struct(schema, object as unknown as Json, '', '') as unknown as T;
    const problems = decoder.problems.slice(0, MAX_PROBLEMS);
    return decoder.savedError === undefined ? { object: result, problems } : { object: result, problems, error: decoder.savedError };
  } catch (error) {
    if (error instanceof Abort) return { object, problems: [], error: error.message };
    throw error;
  }
}

// A thousand pods share one spec.
const cleanPodSpecs = new WeakSet<object>();

function isStructClean(schema: StructSchema, object: object): boolean {
  const isPodSpec = schema.name === 'PodSpec';
  if (isPodSpec && cleanPodSpecs.has(object)) return true;
  const json = object as Json;
  for (const key of Object.keys(json)) {
    const field = schema.fields.get(key);
    if (field === undefined || !isClean(field.type, json[key], field.required)) return false;
  }
  if (isPodSpec) cleanPodSpecs.add(object);
  return true;
}

function isClean(type: FieldType, value: unknown, mayBeEmpty: boolean): boolean {
  if (value === undefined) return true;
  if (value === null) return false;
  switch (type.kind) {
    case 'struct': return isMap(value) && isStructClean(structSchema(type.struct ?? ''), value);
    case 'list': return Array.isArray(value) && (mayBeEmpty || value.length > 0) && value.every((item) => isClean(itemOf(type), item, true));
    case 'map': return isMap(value) && isMapClean(itemOf(type), value, mayBeEmpty);
    case 'quantity': return typeof value === 'string' && isScalarOk('quantity', value);
    default: return isScalarOk(type.kind, value);
  }
}

function isMapClean(type: FieldType, map: Json, mayBeEmpty: boolean): boolean {
  const values = Object.values(map);
  return (mayBeEmpty || values.length > 0) && values.every((value) => value !== undefined && isClean(type, value, true));
}

function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A type's own reader failed: unlike a wrong JSON type, that ends the reading at once. */
class Abort extends Error {}

class Decoder {
  readonly problems: string[] = [];
  /** Go reads on after a wrong JSON type, and reports the first. */
  savedError: string | undefined;
  private readonly version: string;

  constructor(version: string) {
    this.version = version;
  }

  /** `at` is where it is, with indices and keys; `fields` the same in field names only, as Go's errors have it. */
  struct(schema: StructSchema, json: Json, at: string, fields: string): Json {
    const result: Record<string, unknown> = {};
    for (const name of Object.keys(json).sort(compareStrings)) {
      const field = schema.fields.get(name);
      const here = at === '' ? name : `${at}.${name}`;
      if (field === undefined) this.problems.push(`unknown field "${here}"`);
      else {
        const value = this.value(field.type, json[name], here, { struct: schema.goName, fields: fields === '' ? name : `${fields}.${name}` });
        if (value !== undefined && (field.required || !isEmpty(field.type, value))) result[name] = value;
      }
    }
    return result;
  }

  private value(type: FieldType, value: unknown, at: string, context: Context): unknown {
    if (value === undefined || value === null) return type.kind === 'any' && value === null ? null : undefined;
    switch (type.kind) {
      case 'struct': return isMap(value) ? this.struct(structSchema(type.struct ?? ''), value, at, context.fields) : this.wrongType(type, value, context);
      case 'list': return Array.isArray(value) ? value.map((item, i) => this.item(type, item, `${at}[${i}]`, context)) : this.wrongType(type, value, context);
      case 'map': return isMap(value) ? this.map(type, value, at, context) : this.wrongType(type, value, context);
      default: return this.scalar(type, value, context);
    }
  }

  private map(type: FieldType, json: Json, at: string, context: Context): Json {
    return Object.fromEntries(Object.keys(json).sort(compareStrings).map((key) => [key, this.item(type, json[key], `${at}.${key}`, context)]));
  }

  private item(type: FieldType, value: unknown, at: string, context: Context): unknown {
    const item = itemOf(type);
    return this.value(item, value, at, context) ?? zeroOf(item);
  }

  private scalar(type: FieldType, value: unknown, context: Context): unknown {
    const isText = typeof value === 'string';
    if (isScalarOk(type.kind, value)) return type.kind === 'quantity' ? String(value) : value;
    switch (type.kind) {
      case 'quantity': throw new Abort(quantityError(isText ? value : JSON.stringify(value)) ?? '');
      case 'time': case 'micro-time': throw new Abort(isText && Number.isNaN(parseTime(value)) ? timeError(value) : this.typeError(type, value, context));
      case 'int-or-string': throw new Abort(this.typeError(type, value, context));
      case 'bytes': return isText ? this.save(base64Error(value) ?? '') : this.wrongType(type, value, context);
      default: return this.wrongType(type, value, context);
    }
  }

  private wrongType(type: FieldType, value: unknown, context: Context): undefined {
    return this.save(this.typeError(type, value, context));
  }

  private typeError(type: FieldType, value: unknown, { struct, fields }: Context): string {
    const goType = goTypeName(type, this.version);
    // A number in a place for numbers is one that does not fit, and is shown.
    const shown = typeof value === 'number' && /^(int|float)/.test(goType) ? `number ${value}` : jsonWords(value);
    return `json: cannot unmarshal ${shown} into Go struct field ${struct}.${fields} of type ${goType}`;
  }

  private save(error: string): undefined {
    this.savedError ??= error;
    return undefined;
  }
}

interface Context {
  readonly struct: string;
  readonly fields: string;
}

function isEmpty(type: FieldType, value: unknown): boolean {
  if (type.kind === 'list') return Array.isArray(value) && value.length === 0;
  return type.kind === 'map' && Object.keys(value as Json).length === 0;
}

function zeroOf(type: FieldType): unknown {
  switch (type.kind) {
    case 'struct': case 'map': return {};
    case 'list': return [];
    case 'boolean': return false;
    case 'int32': case 'int64': case 'double': case 'int-or-string': return 0;
    case 'quantity': return '0';
    default: return '';
  }
}
