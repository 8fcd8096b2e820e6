import type { Affinity, Container, Pod } from 'kubernetes-types/core/v1.d.ts';
import type { Labels } from '../../../apimachinery/labels.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { podNonZeroRequests, podRequests, type Resources } from '../../../kinds/core/pod/requests.ts';
import { type AffinityTerm, NO_TERMS, preferredTerms, requiredTerms } from './affinity-term.ts';

export interface HostPort {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

/** The pod's (anti-)affinity to pods, ready for matching. */
export interface PodAffinityTerms {
  readonly required: readonly AffinityTerm[];
  readonly requiredAnti: readonly AffinityTerm[];
  readonly preferred: readonly AffinityTerm[];
  readonly preferredAnti: readonly AffinityTerm[];
}

const NO_PORTS: readonly HostPort[] = [];
const NO_CLAIMS: readonly string[] = [];
const NO_AFFINITY: PodAffinityTerms = { required: NO_TERMS, requiredAnti: NO_TERMS, preferred: NO_TERMS, preferredAnti: NO_TERMS };

/**
 * A pod with what the scheduler asks of it again and again. Belongs to one version of the pod; `pod` is replaced by a newer
 * version while nothing else of it changes. Source: kubernetes v1.32 pkg/scheduler/framework/types.go, PodInfo.
 */
export class PodInfo {
  pod: Typed<Pod>;
  readonly key: string;
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly labels: Labels | undefined;
  readonly priority: number;
  readonly terminating: boolean;
  readonly requests: Resources;
  readonly nonZeroMilliCpu: number;
  readonly nonZeroMemoryBytes: number;
  readonly hostPorts: readonly HostPort[];
  /** Keys of the claims it mounts by name. */
  readonly claims: readonly string[];
  readonly affinity: PodAffinityTerms;
  readonly hasAffinity: boolean;
  /** The node it is on, or assumed to be on; empty when none. */
  nodeName: string;

  constructor(pod: Typed<Pod>) {
    const { metadata } = pod;
    const spec = pod.spec!;
    this.pod = pod;
    this.namespace = metadata.namespace ?? '';
    this.name = metadata.name!;
    this.key = `${this.namespace}/${this.name}`;
    this.uid = metadata.uid ?? this.key;
    this.labels = metadata.labels;
    this.priority = spec.priority ?? 0;
    this.terminating = isSet(metadata.deletionTimestamp);
    this.requests = podRequests(spec);
    const nonZero = podNonZeroRequests(spec);
    this.nonZeroMilliCpu = nonZero.milliCpu;
    this.nonZeroMemoryBytes = nonZero.memoryBytes;
    this.hostPorts = hostPortsOf(spec.containers);
    this.claims = claimsOf(pod);
    this.affinity = affinityOf(this.namespace, spec.affinity);
    this.hasAffinity = this.affinity !== NO_AFFINITY;
    this.nodeName = spec.nodeName ?? '';
  }

  /** Whether a newer version of the pod differs in nothing that counts for where pods go. */
  countsAs(newer: Typed<Pod>): boolean {
    const { metadata } = this.pod;
    const spec = this.pod.spec!;
    const newSpec = newer.spec!;
    const sameSpec = spec === newSpec || (spec.containers === newSpec.containers && spec.affinity === newSpec.affinity && spec.initContainers === newSpec.initContainers);
    return sameSpec && metadata.labels === newer.metadata.labels && this.terminating === isSet(newer.metadata.deletionTimestamp);
  }
}

export const isSet = (value: unknown): boolean => value !== undefined && value !== null;

function affinityOf(namespace: string, affinity: Affinity | undefined): PodAffinityTerms {
  if (!affinity?.podAffinity && !affinity?.podAntiAffinity) return NO_AFFINITY;
  return {
    required: requiredTerms(namespace, affinity.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    requiredAnti: requiredTerms(namespace, affinity.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    preferred: preferredTerms(namespace, affinity.podAffinity?.preferredDuringSchedulingIgnoredDuringExecution),
    preferredAnti: preferredTerms(namespace, affinity.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution),
  };
}

function hostPortsOf(containers: readonly Container[]): readonly HostPort[] {
  let ports: HostPort[] | undefined;
  for (const container of containers) {
    if (!container.ports) continue;
    for (const { hostPort, hostIP, protocol } of container.ports) {
      if (!hostPort) continue;
      (ports ??= []).push({ ip: hostIP || '0.0.0.0', protocol: protocol || 'TCP', port: hostPort });
    }
  }
  return ports ?? NO_PORTS;
}

function claimsOf(pod: Typed<Pod>): readonly string[] {
  const { volumes } = pod.spec!;
  if (!volumes || volumes.length === 0) return NO_CLAIMS;
  let claims: string[] | undefined;
  for (const { persistentVolumeClaim } of volumes) {
    if (persistentVolumeClaim) (claims ??= []).push(`${pod.metadata.namespace}/${persistentVolumeClaim.claimName}`);
  }
  return claims ?? NO_CLAIMS;
}
