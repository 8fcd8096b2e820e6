import { rootStructs, structures } from './generated/structures.ts';

/**
 * What a field holds. In the generated text: s string, i int32, l int64, d double, b boolean, q quantity, t time, u time with microseconds,
 * x int or string, y base64, * any JSON, [ list of, { map of, @ struct.
 */
export type FieldKind = 'string' | 'int32' | 'int64' | 'double' | 'boolean' | 'quantity' | 'time' | 'micro-time' | 'int-or-string' | 'bytes' | 'any' | 'list' | 'map' | 'struct';

export interface FieldType {
  readonly kind: FieldKind;
  /** Of a list its items', of a map its values' type. */
  readonly item?: FieldType;
  /** Of a struct its name, for structSchema. */
  readonly struct?: string;
}

export interface FieldSchema {
  readonly name: string;
  readonly type: FieldType;
  readonly required: boolean;
}

/** A Go struct of the API as JSON shows it. */
export interface StructSchema {
  /** As in the generated files; Go's name, after a group and a dot where two groups have one of that name. */
  readonly name: string;
  /** Go's name. */
  readonly goName: string;
  /** In order of their names. */
  readonly fields: ReadonlyMap<string, FieldSchema>;
}

const letters: Readonly<Record<string, FieldKind>> = {
  s: 'string', i: 'int32', l: 'int64', d: 'double', b: 'boolean', q: 'quantity', t: 'time', u: 'micro-time', x: 'int-or-string', y: 'bytes', '*': 'any',
};

const schemas = new Map<string, StructSchema>();

/** The schema of a struct that a field names. Parsed when first asked for. */
export function structSchema(name: string): StructSchema {
  const known = schemas.get(name);
  if (known !== undefined) return known;
  const fields = (structures[name] ?? '').split(',').filter((field) => field !== '').map(parseField);
  const schema = { name, goName: name.slice(name.indexOf('.') + 1), fields: new Map(fields.map((field) => [field.name, field])) };
  schemas.set(name, schema);
  return schema;
}

/** The schema of a kind, undefined for one that is not built in: kindSchema('apps/v1', 'Deployment'). */
export function kindSchema(apiVersion: string, kind: string): StructSchema | undefined {
  const struct = rootStructs[`${apiVersion}/${kind}`];
  return struct === undefined ? undefined : structSchema(struct);
}

/** What is found at the end of a path of fields, lists and maps passed through: ['spec', 'containers', 'image']. */
export function fieldAt(schema: StructSchema, path: readonly string[]): FieldSchema | undefined {
  const [name, ...rest] = path;
  const field = schema.fields.get(name ?? '');
  if (field === undefined || rest.length === 0) return field;
  const { struct } = innermost(field.type);
  return struct === undefined ? undefined : fieldAt(structSchema(struct), rest);
}

/** The type without the lists and maps around it. */
export function innermost(type: FieldType): FieldType {
  return type.item === undefined ? type : innermost(type.item);
}

/** As kubectl explain names a type: 'integer', '[]Container', 'map[string]string'. */
export function explainType(type: FieldType): string {
  switch (type.kind) {
    case 'int32': case 'int64': return 'integer';
    case 'double': return 'number';
    case 'quantity': return 'Quantity';
    case 'int-or-string': return 'IntOrString';
    case 'list': return `[]${explainType(itemOf(type))}`;
    case 'map': return `map[string]${explainType(itemOf(type))}`;
    case 'struct': return structSchema(type.struct ?? '').goName;
    case 'any': return 'Object';
    case 'boolean': return 'boolean';
    default: return 'string';
  }
}

const anything: FieldType = { kind: 'any' };

/** What a list or a map holds. */
export function itemOf(type: FieldType): FieldType {
  return type.item ?? anything;
}

function parseField(text: string): FieldSchema {
  const colon = text.indexOf(':');
  const required = text[colon - 1] === '!';
  return { name: text.slice(0, required ? colon - 1 : colon), type: parseType(text.slice(colon + 1)), required };
}

function parseType(text: string): FieldType {
  const rest = text.slice(1);
  switch (text[0]) {
    case '[': return { kind: 'list', item: parseType(rest) };
    case '{': return { kind: 'map', item: parseType(rest) };
    case '@': return { kind: 'struct', struct: rest };
    default: return { kind: letters[text] ?? 'any' };
  }
}
