import { compareStrings } from '../../../apimachinery/equality.ts';
import type { GroupVersionKind } from '../../../apimachinery/group.ts';
import type { Kind } from '../../../kinds/kind.ts';
import { type Unmodelled, unmodelled } from './unmodelled.ts';

export interface ServedSubresource {
  readonly name: string;
  readonly responseKind: GroupVersionKind;
  readonly verbs: readonly string[];
}

/** One resource of one version, as discovery tells of it. */
export interface ServedResource extends GroupVersionKind {
  readonly resource: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly subresources: readonly ServedSubresource[];
  /** False for what only asks a question: nothing of it is stored. */
  readonly stored: boolean;
}

/** The resources of one group and version, by name. */
export interface ServedVersion {
  readonly version: string;
  readonly resources: readonly ServedResource[];
}

/** A group with its versions, the preferred one first. */
export interface ServedGroup {
  readonly name: string;
  readonly versions: readonly ServedVersion[];
}

/** As the aggregator sorts the groups: by the priority of their APIServices. Source: kubernetes v1.32 pkg/controlplane/apiserver/aggregator.go. */
const groupOrder = [
  '', 'apiregistration.k8s.io', 'apps', 'events.k8s.io', 'authentication.k8s.io', 'authorization.k8s.io', 'autoscaling', 'batch', 'certificates.k8s.io',
  'networking.k8s.io', 'policy', 'rbac.authorization.k8s.io', 'storage.k8s.io', 'admissionregistration.k8s.io', 'apiextensions.k8s.io', 'scheduling.k8s.io',
  'coordination.k8s.io', 'node.k8s.io', 'discovery.k8s.io', 'flowcontrol.apiserver.k8s.io',
];

const ALL_VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const CHANGE = ['get', 'patch', 'update'];
const PROXY = ['create', 'delete', 'get', 'patch', 'update'];

/** What a subresource takes and answers where it is not the object itself. */
function subresourceOf(parent: GroupVersionKind, name: string): ServedSubresource {
  const own = (verbs: readonly string[], kind = parent.kind): ServedSubresource => ({ name, responseKind: { group: parent.group, version: parent.version, kind }, verbs });
  switch (name) {
    case 'scale':
      return { name, responseKind: { group: 'autoscaling', version: 'v1', kind: 'Scale' }, verbs: CHANGE };
    case 'eviction':
      return { name, responseKind: { group: 'policy', version: 'v1', kind: 'Eviction' }, verbs: ['create'] };
    case 'token':
      return { name, responseKind: { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' }, verbs: ['create'] };
    case 'binding':
      return own(['create'], 'Binding');
    case 'finalize':
      return own(['update']);
    case 'log':
      return own(['get']);
    case 'exec':
      return own(['create', 'get'], 'PodExecOptions');
    case 'attach':
      return own(['create', 'get'], 'PodAttachOptions');
    case 'portforward':
      return own(['create', 'get'], 'PodPortForwardOptions');
    case 'proxy':
      return own(PROXY, `${parent.kind}ProxyOptions`);
    default:
      return own(CHANGE);
  }
}

const subresources = (parent: GroupVersionKind, names: readonly string[]): ServedSubresource[] => [...names].sort(compareStrings).map((name) => subresourceOf(parent, name));

function ofKind(kind: Kind): ServedResource {
  const { group, version, resource, singular, namespaced, shortNames, categories } = kind;
  const verbs = resource === 'namespaces' ? ALL_VERBS.filter((verb) => verb !== 'deletecollection') : ALL_VERBS;
  return { group, version, kind: kind.kind, resource, singular, namespaced, verbs, shortNames, categories, subresources: subresources(kind, kind.subresources), stored: true };
}

function ofUnmodelled(one: Unmodelled): ServedResource {
  const categories = one.group.startsWith('admission') ? ['api-extensions'] : one.resource === 'apiservices' ? ['api-extensions'] : [];
  return { ...one, singular: one.kind.toLowerCase(), categories, subresources: subresources(one, one.subresources), stored: one.verbs.includes('delete') };
}

/** Everything that is served, as groups in the server's order with their resources by name. */
export function servedGroups(kinds: readonly Kind[]): readonly ServedGroup[] {
  const known = kinds.map(ofKind);
  const modelled = new Set(known.map(placeOf));
  const all = [...known, ...unmodelled.map(ofUnmodelled).filter((one) => !modelled.has(placeOf(one)))];
  const others = [...new Set(all.map(({ group }) => group))].filter((group) => !groupOrder.includes(group)).sort(compareStrings);
  return [...groupOrder, ...others].map((name) => ({ name, versions: versionsOf(all.filter(({ group }) => group === name)) })).filter(({ versions }) => versions.length > 0);
}

const placeOf = ({ group, version, resource }: ServedResource): string => `${group}/${version}/${resource}`;

function versionsOf(resources: readonly ServedResource[]): ServedVersion[] {
  const names = [...new Set(resources.map(({ version }) => version))].sort((a, b) => compareVersions(b, a));
  const byName = (a: ServedResource, b: ServedResource): number => compareStrings(a.resource, b.resource);
  return names.map((version) => ({ version, resources: resources.filter((one) => one.version === version).sort(byName) }));
}

/** v2 > v1 > v2beta1 > v1alpha2. Source: apimachinery version, CompareKubeAwareVersionStrings. */
function compareVersions(a: string, b: string): number {
  const [stageA, majorA, minorA] = rankOf(a);
  const [stageB, majorB, minorB] = rankOf(b);
  return stageA - stageB || majorA - majorB || minorA - minorB || compareStrings(b, a);
}

function rankOf(version: string): readonly [number, number, number] {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (match === null) return [-1, 0, 0];
  const stage = match[2] === undefined ? 2 : match[2] === 'beta' ? 1 : 0;
  return [stage, Number(match[1]), Number(match[3] ?? 0)];
}
