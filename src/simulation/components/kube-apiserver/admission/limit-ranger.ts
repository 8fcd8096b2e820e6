import type { Container, LimitRange, LimitRangeItem, PersistentVolumeClaim, PodSpec } from 'kubernetes-types/core/v1.d.ts';
import { compareStrings } from '../../../apimachinery/equality.ts';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import { forbidden, type Status } from '../../../apimachinery/status.ts';
import { claimComplaints, complaintsOf, podAmounts } from './limit-constraints.ts';
import { type AdmissionPlugin, type AdmissionRequest, type AdmissionWorld, nameForRefusal, writesPods } from './plugin.ts';

const ANNOTATION = 'kubernetes.io/limit-ranger';

/**
 * Gives containers the requests and limits that the namespace's LimitRanges set by default, and refuses what is outside their bounds.
 * Source: kubernetes v1.32 plugin/pkg/admission/limitranger/admission.go.
 */
export function limitRanger(world: AdmissionWorld): AdmissionPlugin {
  const rangesFor = (request: AdmissionRequest): readonly LimitRange[] => world.list('', 'limitranges', request.namespace) as unknown as readonly LimitRange[];
  return {
    name: 'LimitRanger',
    admit: (request) => {
      if (request.operation !== 'CREATE' || !writesPods(request) || request.object === undefined) return request.object;
      const ranges = rangesFor(request);
      return ranges.length === 0 ? request.object : ranges.reduce(withDefaults, request.object);
    },
    validate: (request) => {
      if (!isLimited(request)) return undefined;
      for (const range of rangesFor(request)) {
        const complaints = (range.spec?.limits ?? []).flatMap((limit) => complaintsAbout(request, limit));
        if (complaints.length > 0) return refuse(request, complaints);
      }
      return undefined;
    },
  };
}

/** Pods when they are made, claims whenever they are written. */
function isLimited(request: AdmissionRequest): boolean {
  if (request.object === undefined || request.group !== '' || request.subresource !== '') return false;
  if (request.resource === 'pods') return request.operation === 'CREATE';
  return request.resource === 'persistentvolumeclaims' && request.operation !== 'DELETE';
}

function refuse(request: AdmissionRequest, complaints: readonly string[]): Status {
  const why = complaints.length === 1 ? complaints[0] : `[${complaints.join(', ')}]`;
  return forbidden('', request.resource, nameForRefusal(request), why);
}

function complaintsAbout(request: AdmissionRequest, limit: LimitRangeItem): string[] {
  if (request.resource !== 'pods') return limit.type === 'PersistentVolumeClaim' ? claimComplaints(limit, (request.object as unknown as PersistentVolumeClaim).spec?.resources?.requests) : [];
  const spec = specOf(request.object!);
  if (limit.type === 'Pod') return complaintsOf(limit, podAmounts(spec, 'requests'), podAmounts(spec, 'limits'));
  if (limit.type !== 'Container') return [];
  return [...spec.containers, ...(spec.initContainers ?? [])].flatMap(({ resources }) => complaintsOf(limit, resources?.requests, resources?.limits));
}

/** Admission comes before validation: what it sees may lack anything. */
const specOf = (pod: KubeObject): PodSpec => ({ ...(pod.spec as Partial<PodSpec> | undefined), containers: (pod.spec as Partial<PodSpec> | undefined)?.containers ?? [] });

/** Source: the same file, mergePodResourceRequirements. */
function withDefaults(pod: KubeObject, range: LimitRange): KubeObject {
  const items = (range.spec?.limits ?? []).filter(({ type }) => type === 'Container');
  const limits = Object.assign({}, ...items.map((item) => item.default)) as Record<string, string>;
  const requests = Object.assign({}, ...items.map((item) => item.defaultRequest)) as Record<string, string>;
  const told: string[] = [];
  const spec = specOf(pod);
  const fill = (container: Container, what: string): Container => filled(container, what, requests, limits, told);
  const containers = spec.containers.map((container) => fill(container, 'container'));
  const initContainers = spec.initContainers?.map((container) => fill(container, 'init container'));
  if (told.length === 0) return pod;
  const annotations = { ...pod.metadata.annotations, [ANNOTATION]: `LimitRanger plugin set: ${told.join('; ')}` };
  return { ...pod, metadata: { ...pod.metadata, annotations }, spec: { ...spec, containers, ...(initContainers === undefined ? {} : { initContainers }) } };
}

function filled(container: Container, what: string, requests: Record<string, string>, limits: Record<string, string>, told: string[]): Container {
  const { resources = {} } = container;
  const missing = (defaults: Record<string, string>, own: Readonly<Record<string, string>> = {}): string[] => Object.keys(defaults).filter((name) => own[name] === undefined).sort(compareStrings);
  const newRequests = missing(requests, resources.requests);
  const newLimits = missing(limits, resources.limits);
  if (newRequests.length > 0) told.push(`${newRequests.join(', ')} request for ${what} ${container.name}`);
  if (newLimits.length > 0) told.push(`${newLimits.join(', ')} limit for ${what} ${container.name}`);
  if (newRequests.length + newLimits.length === 0) return container;
  return { ...container, resources: { ...resources, ...merged('limits', limits, resources.limits), ...merged('requests', requests, resources.requests) } };
}

function merged(field: string, defaults: Record<string, string>, own: Readonly<Record<string, string>> | undefined): object {
  const all = { ...defaults, ...own };
  return Object.keys(all).length === 0 ? {} : { [field]: all };
}
