import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { Status } from '../../../apimachinery/status.ts';
import type { UserInfo } from '../authentication.ts';

export type Operation = 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';

/** What a plugin is asked about. Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/admission/interfaces.go, Attributes. */
export interface AdmissionRequest {
  readonly operation: Operation;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  /** Absent for a DELETE. */
  readonly object: KubeObject | undefined;
  readonly old: KubeObject | undefined;
  readonly user: UserInfo;
  /** How often the plugin has postponed its answer to this request. */
  readonly attempt: number;
}

/** The plugin wants to be asked again after a while. */
export interface Postponed {
  readonly postponeUs: number;
}

export const isPostponed = (verdict: unknown): verdict is Postponed => typeof verdict === 'object' && verdict !== null && 'postponeUs' in verdict;

/** What plugins may look at besides the request: the watch cache and chance. */
export interface AdmissionWorld {
  lookup(group: string, resource: string, namespace: string, name: string): KubeObject | undefined;
  /** All objects of a resource in a namespace ('' for all), in order. */
  list(group: string, resource: string, namespace: string): readonly KubeObject[];
  /** An integer in [0, bound). */
  randomInt(bound: number): number;
}

/** `mutating` plugins may answer another object; `validating` ones only yes (undefined) or no. All are pure but for their memory of shared specs. */
export interface AdmissionPlugin {
  readonly name: string;
  /** Answers the object to go on with (the same one when nothing changes, undefined for a DELETE), a refusal, or a delay. */
  admit?(request: AdmissionRequest): KubeObject | Status | Postponed | undefined;
  validate?(request: AdmissionRequest): Status | undefined;
}

/** The words in which a plugin refuses. Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/admission/errors.go, NewForbidden. */
export { forbidden } from '../../../apimachinery/status.ts';

/** The name by which a refusal calls an object that has none yet. */
export function nameForRefusal(request: AdmissionRequest): string {
  return request.name || request.object?.metadata.name || request.object?.metadata.generateName || 'Unknown';
}

/** Writes on the object itself, not on one of its subresources. */
export const writesPods = (request: AdmissionRequest): boolean => request.resource === 'pods' && request.group === '' && request.subresource === '';
