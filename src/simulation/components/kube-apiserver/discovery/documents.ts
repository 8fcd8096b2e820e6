import { apiVersionOf } from '../../../apimachinery/group.ts';
import { sha256 } from '../../../apimachinery/sha256.ts';
import { encodeBase64Bytes } from '../../../kinds/base64.ts';
import type { ServedGroup, ServedResource, ServedSubresource, ServedVersion } from './resources.ts';

/** GET /api */
export function apiVersions(serverAddress: string): object {
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }] };
}

/** GET /apis */
export function apiGroupList(groups: readonly ServedGroup[]): object {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.filter(({ name }) => name !== '').map(groupOf) };
}

/** GET /apis/<group> */
export function apiGroup(group: ServedGroup): object {
  return { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(group) };
}

function groupOf({ name, versions }: ServedGroup): { name: string; versions: object[]; preferredVersion: object } {
  const named = versions.map(({ version }) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions: named, preferredVersion: named[0] };
}

/** GET /api/v1 and /apis/<group>/<version> */
export function apiResourceList(group: string, { version, resources }: ServedVersion): object {
  const head = group === '' ? { kind: 'APIResourceList' } : { kind: 'APIResourceList', apiVersion: 'v1' };
  return { ...head, groupVersion: apiVersionOf({ group, version }), resources: resources.flatMap((resource) => [entryOf(resource), ...resource.subresources.map((sub) => subEntryOf(resource, sub))]) };
}

function entryOf({ group, version, kind, resource, singular, namespaced, verbs, shortNames, categories, stored }: ServedResource): object {
  return {
    name: resource, singularName: singular, namespaced, kind, verbs,
    ...(shortNames.length > 0 ? { shortNames } : {}),
    ...(categories.length > 0 ? { categories } : {}),
    ...(stored ? { storageVersionHash: encodeBase64Bytes(sha256(`${group}/${version}/${kind}`).slice(0, 8)) } : {}),
  };
}

function subEntryOf(parent: ServedResource, { name, responseKind, verbs }: ServedSubresource): object {
  const foreign = responseKind.group !== parent.group || responseKind.version !== parent.version;
  return { name: `${parent.resource}/${name}`, singularName: '', namespaced: parent.namespaced, ...(foreign ? { group: responseKind.group, version: responseKind.version } : {}), kind: responseKind.kind, verbs };
}

/** Aggregated discovery: groups, versions and resources in one answer. Source: k8s.io/api/apidiscovery/v2/types.go. */
export function apiGroupDiscoveryList(version: 'v2' | 'v2beta1', groups: readonly ServedGroup[]): object {
  const items = groups.map((group) => ({
    metadata: group.name === '' ? { creationTimestamp: null } : { name: group.name, creationTimestamp: null },
    versions: group.versions.map((served) => ({ version: served.version, resources: served.resources.map(discoveryOf), freshness: 'Current' })),
  }));
  return { kind: 'APIGroupDiscoveryList', apiVersion: `apidiscovery.k8s.io/${version}`, metadata: {}, items };
}

function discoveryOf({ group, version, kind, resource, singular, namespaced, verbs, shortNames, categories, subresources }: ServedResource): object {
  return {
    resource, responseKind: { group, version, kind }, scope: namespaced ? 'Namespaced' : 'Cluster', singularResource: singular, verbs,
    ...(shortNames.length > 0 ? { shortNames } : {}),
    ...(categories.length > 0 ? { categories } : {}),
    ...(subresources.length > 0 ? { subresources: subresources.map((sub) => ({ subresource: sub.name, responseKind: sub.responseKind, verbs: sub.verbs })) } : {}),
  };
}
