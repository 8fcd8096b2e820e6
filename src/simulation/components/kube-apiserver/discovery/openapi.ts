import { apiVersionOf } from '../../../apimachinery/group.ts';
import { fnv1a32 } from '../../../apimachinery/hash.ts';
import { type FieldSchema, type FieldType, innermost, itemOf, kindSchema, type StructSchema, structSchema } from '../../../kinds/schema/structure.ts';
import type { DescribeField } from '../options.ts';
import type { ServedGroup, ServedResource, ServedVersion } from './resources.ts';
import { serverVersion } from './version.ts';

type Json = Record<string, unknown>;

/** GET /openapi/v3: where the documents are. The hash changes when the document may have changed. */
export function openApiIndex(groups: readonly ServedGroup[]): object {
  const paths: Json = {};
  for (const { name, versions } of groups) {
    for (const { version, resources } of versions) {
      const place = name === '' ? `api/${version}` : `apis/${name}/${version}`;
      const hash = fnv1a32(`${serverVersion.gitVersion}${resources.map(({ resource }) => resource).join()}`).toString(16).padStart(8, '0').toUpperCase();
      paths[place] = { serverRelativeURL: `/openapi/v3/${place}?hash=${hash}` };
    }
  }
  return { paths };
}

/** GET /openapi/v3/apis/<group>/<version>: operations of the resources and schemas of what they take. */
export function openApiSpec(group: string, served: ServedVersion, describe: DescribeField | undefined): object {
  const schemas = new Schemas(group, served.version, describe);
  const paths: Json = {};
  for (const resource of served.resources) {
    schemas.addKind(resource.kind);
    addPaths(paths, resource);
  }
  return { openapi: '3.0.0', info: { title: 'Kubernetes', version: serverVersion.gitVersion }, paths, components: { schemas: schemas.all } };
}

const inQuery = (name: string, type: string, description: string): object => ({ name, in: 'query', description, schema: { type, uniqueItems: true } });
const inPath = (name: string, description: string): object => ({ name, in: 'path', description, required: true, schema: { type: 'string', uniqueItems: true } });
const writing = [
  inQuery('dryRun', 'string', 'When present, indicates that modifications should not be persisted.'),
  inQuery('fieldManager', 'string', 'The name of the actor or entity that is making these changes.'),
  inQuery('fieldValidation', 'string', 'What the server does with unknown or duplicate fields: Ignore, Warn or Strict.'),
];
const forcing = inQuery('force', 'boolean', 'Force is going to take fields over from other managers. Only for apply patches.');

function addPaths(paths: Json, { group, version, kind, resource, namespaced, verbs }: ServedResource): void {
  const base = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const collection = `${base}/${namespaced ? 'namespaces/{namespace}/' : ''}${resource}`;
  const about = { 'x-kubernetes-group-version-kind': { group, version, kind } };
  const operation = (action: string, parameters: readonly object[] = []): object => ({ ...about, 'x-kubernetes-action': action, parameters, responses: { 200: { description: 'OK' } } });
  const can = (verb: string, method: string, action: string, parameters?: readonly object[]): Json => (verbs.includes(verb) ? { [method]: operation(action, parameters) } : {});
  const namespace = namespaced ? [inPath('namespace', 'object name and auth scope, such as for teams and projects')] : [];
  paths[collection] = { ...can('list', 'get', 'list'), ...can('create', 'post', 'post', writing), ...can('deletecollection', 'delete', 'deletecollection'), parameters: namespace };
  if (!verbs.includes('get')) return;
  const item = { ...can('get', 'get', 'get'), ...can('update', 'put', 'put', writing), ...can('delete', 'delete', 'delete'), ...can('patch', 'patch', 'patch', [...writing, forcing]) };
  paths[`${collection}/{name}`] = { ...item, parameters: [...namespace, inPath('name', `name of the ${kind}`)] };
}

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
/** What Go keeps in apimachinery, whichever group uses it. */
const metaStructs = new Set(['ObjectMeta', 'ListMeta', 'LabelSelector', 'LabelSelectorRequirement', 'ManagedFieldsEntry', 'OwnerReference', 'Condition', 'DeleteOptions', 'Preconditions']);

/** Types that are no structs and have schemas of their own. */
const scalars: Readonly<Record<string, { readonly name: string; readonly schema: Json }>> = {
  quantity: { name: 'io.k8s.apimachinery.pkg.api.resource.Quantity', schema: { oneOf: [{ type: 'string' }, { type: 'number' }] } },
  'int-or-string': { name: 'io.k8s.apimachinery.pkg.util.intstr.IntOrString', schema: { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] } },
  time: { name: `${META}.Time`, schema: { type: 'string', format: 'date-time' } },
  'micro-time': { name: `${META}.MicroTime`, schema: { type: 'string', format: 'date-time' } },
};

const plain: Readonly<Record<string, Json>> = {
  string: { type: 'string' }, int32: { type: 'integer', format: 'int32' }, int64: { type: 'integer', format: 'int64' }, double: { type: 'number', format: 'double' },
  boolean: { type: 'boolean' }, bytes: { type: 'string', format: 'byte' }, any: { type: 'object' },
};

/** The schemas of a document: kinds and everything that they are made of. */
class Schemas {
  readonly all: Json = {};
  private readonly seen = new Set<string>();
  private readonly group: string;
  private readonly version: string;
  private readonly describe: DescribeField | undefined;

  constructor(group: string, version: string, describe: DescribeField | undefined) {
    this.group = group;
    this.version = version;
    this.describe = describe;
  }

  addKind(kind: string): void {
    const schema = kindSchema(apiVersionOf({ group: this.group, version: this.version }), kind);
    if (schema === undefined) return;
    const { group, version } = this;
    this.all[this.add(schema)] = { ...this.schemaOf(schema), 'x-kubernetes-group-version-kind': [{ group, version, kind }] };
  }

  /** Adds a struct and what it needs; answers the name of its schema. */
  private add(struct: StructSchema): string {
    const name = metaStructs.has(struct.goName) ? `${META}.${struct.goName}` : `io.k8s.api.${this.group === '' ? 'core' : this.group.split('.')[0]}.${this.version}.${struct.goName}`;
    if (this.seen.has(struct.name)) return name;
    this.seen.add(struct.name);
    this.all[name] = this.schemaOf(struct);
    return name;
  }

  private schemaOf(struct: StructSchema): Json {
    const fields = [...struct.fields.values()];
    const required = fields.filter((field) => field.required).map((field) => field.name);
    const properties = Object.fromEntries(fields.map((field) => [field.name, this.property(struct, field)]));
    return { ...this.told(struct.name, ''), type: 'object', ...(required.length > 0 ? { required } : {}), properties };
  }

  private property(struct: StructSchema, field: FieldSchema): Json {
    const type = this.typeOf(field.type);
    const told = this.told(struct.name, field.name);
    // A $ref may have nothing beside it.
    return '$ref' in type ? { ...told, allOf: [type] } : { ...told, ...type };
  }

  private told(struct: string, field: string): Json {
    const description = this.describe?.(struct, field);
    return description === undefined || description === '' ? {} : { description };
  }

  private typeOf(type: FieldType): Json {
    if (type.kind === 'list') return { type: 'array', items: this.itemOf(type) };
    if (type.kind === 'map') return { type: 'object', additionalProperties: this.itemOf(type) };
    if (type.kind === 'struct') return { $ref: `#/components/schemas/${this.add(structSchema(innermost(type).struct ?? ''))}` };
    const scalar = scalars[type.kind];
    if (scalar === undefined) return plain[type.kind] ?? { type: 'object' };
    this.all[scalar.name] = scalar.schema;
    return { $ref: `#/components/schemas/${scalar.name}` };
  }

  private itemOf(type: FieldType): Json {
    const item = this.typeOf(itemOf(type));
    return '$ref' in item ? { allOf: [item] } : item;
  }
}
