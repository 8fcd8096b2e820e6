import type { KubeObject } from '../../../apimachinery/meta.ts';
import { isStatusFailure } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import { kindByKind, kindByName, kindByResource, kinds } from '../../../kinds/registry.ts';
import { fail } from '../errors.ts';
import type { Session } from '../session.ts';

/** What kubectl knows of a resource: its place in the API and its names. A Kind is one. */
export interface Mapping {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly kind: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  readonly subresources: readonly string[];
}

/** 'deployment.apps' or 'pod': the lower-case kind as kubectl prints it before a slash. */
export function printedKind(mapping: Mapping): string {
  const kind = mapping.kind.toLowerCase();
  return mapping.group === '' ? kind : `${kind}.${mapping.group}`;
}

export const groupResourceOf = (mapping: Mapping): string => (mapping.group === '' ? mapping.resource : `${mapping.resource}.${mapping.group}`);
export const apiVersionOfMapping = (mapping: Mapping): string => (mapping.group === '' ? mapping.version : `${mapping.group}/${mapping.version}`);

/** The mapping of a name on the command line, or an error as kubectl's when the server has none. */
export function* mappingOf(session: Session, name: string): Process<Mapping> {
  const known = kindByName(name) ?? (yield* customMapping(session, name));
  return known ?? fail(`the server doesn't have a resource type "${name.split('.')[0]}"`);
}

/** The mapping of an object's type, or undefined when the server serves none. A wholly lower-case kind is found too. */
export function* mappingOfType(session: Session, group: string, version: string, kind: string): Process<Mapping | undefined> {
  const known = kindByKind(group, kind) ?? kinds.find((one) => one.group === group && one.kind.toLowerCase() === kind);
  if (known) return known.version === version ? known : undefined;
  const custom = yield* session.customMappings(() => loadCustom(session));
  return custom.find((one) => one.group === group && one.version === version && (one.kind === kind || one.kind.toLowerCase() === kind));
}

/** The mapping of a resource such as an owner reference's or a scale target's. */
export const builtIn = (group: string, resource: string): Mapping => kindByResource(group, resource)!;

function* customMapping(session: Session, name: string): Process<Mapping | undefined> {
  const lower = name.toLowerCase();
  const custom = yield* session.customMappings(() => loadCustom(session));
  return custom.find((mapping) => namesOf(mapping).includes(lower));
}

function namesOf(mapping: Mapping): string[] {
  const bare = [mapping.resource, mapping.singular, mapping.kind.toLowerCase(), ...mapping.shortNames];
  return bare.flatMap((name) => [name, `${name}.${mapping.group}`, `${name}.${mapping.version}.${mapping.group}`]);
}

function* loadCustom(session: Session): Process<readonly Mapping[]> {
  const definitions = yield* session.list(builtIn('apiextensions.k8s.io', 'customresourcedefinitions'), '');
  return isStatusFailure(definitions) ? [] : (definitions as readonly KubeObject[]).flatMap(mappingsOfDefinition);
}

function mappingsOfDefinition(definition: KubeObject): Mapping[] {
  const { group, names, scope, versions } = definition.spec;
  return (versions as { name: string; served: boolean; subresources?: Record<string, unknown> }[])
    .filter((version) => version.served)
    .map((version) => ({
      group, version: version.name, resource: names.plural, kind: names.kind, singular: names.singular ?? names.kind.toLowerCase(),
      shortNames: names.shortNames ?? [], categories: names.categories ?? [], namespaced: scope === 'Namespaced',
      subresources: Object.keys(version.subresources ?? {}).sort((a, b) => (a < b ? -1 : 1)),
    }));
}

const groupOrder = ['', 'apps', 'autoscaling', 'batch'];

/** The resources of a category such as `all`, in the order of discovery; empty when it is no category. */
export function categoryMembers(category: string): Mapping[] {
  const rank = (mapping: Mapping): number => (groupOrder.indexOf(mapping.group) + 100) % 100;
  return kinds
    .filter((kind) => kind.categories.includes(category))
    .sort((a, b) => rank(a) - rank(b) || (a.resource < b.resource ? -1 : a.resource > b.resource ? 1 : 0));
}
