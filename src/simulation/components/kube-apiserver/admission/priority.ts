import type { PodSpec } from 'kubernetes-types/core/v1.d.ts';
import type { PriorityClass } from 'kubernetes-types/scheduling/v1.d.ts';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import { forbidden, type Status } from '../../../apimachinery/status.ts';
import { type AdmissionPlugin, type AdmissionRequest, type AdmissionWorld, nameForRefusal, writesPods } from './plugin.ts';

const GROUP = 'scheduling.k8s.io';
const system = new Map([['system-cluster-critical', 2_000_000_000], ['system-node-critical', 2_000_001_000]]);

/** Turns the name of a pod's priority class into a number. Source: kubernetes v1.32 plugin/pkg/admission/priority/admission.go. */
export function priority(world: AdmissionWorld): AdmissionPlugin {
  // Most pods name no class; then the answer depends on the spec and the default class alone.
  const plain = new WeakMap<PodSpec, PodSpec>();
  return {
    name: 'Priority',
    admit: (request) => {
      const pod = request.object;
      const spec = pod?.spec as PodSpec | undefined;
      if (pod === undefined || spec === undefined || !writesPods(request) || request.operation === 'DELETE') return pod;
      if (request.operation === 'UPDATE') return keepPriority(pod, request.old);
      const chosen = classOf(world, spec);
      if (chosen === undefined) return forbidden('', 'pods', nameForRefusal(request), `no PriorityClass with name ${spec.priorityClassName} was found`);
      if (chosen !== NO_CLASS) return withClass(pod, spec, chosen, request);
      let next = plain.get(spec);
      if (next === undefined) plain.set(spec, (next = { ...spec, priority: 0, preemptionPolicy: spec.preemptionPolicy ?? 'PreemptLowerPriority' }));
      return spec.priority === undefined || spec.priority === null ? ({ ...pod, spec: next } as KubeObject) : withClass(pod, spec, chosen, request);
    },
  };
}

interface Chosen {
  readonly name: string;
  readonly value: number;
  readonly preemptionPolicy: string;
}

const NO_CLASS: Chosen = { name: '', value: 0, preemptionPolicy: 'PreemptLowerPriority' };

/** The class that a pod names, or the default one; undefined when there is none of that name. */
function classOf(world: AdmissionWorld, spec: PodSpec): Chosen | undefined {
  const name = spec.priorityClassName;
  if (!name) {
    const byDefault = world.list(GROUP, 'priorityclasses', '').find((object) => (object as unknown as PriorityClass).globalDefault === true);
    return byDefault === undefined ? NO_CLASS : chosenOf(byDefault);
  }
  const found = world.lookup(GROUP, 'priorityclasses', '', name);
  if (found !== undefined) return chosenOf(found);
  const value = system.get(name);
  return value === undefined ? undefined : { ...NO_CLASS, name, value };
}

function chosenOf(object: KubeObject): Chosen {
  const found = object as unknown as PriorityClass;
  return { name: object.metadata.name!, value: found.value, preemptionPolicy: found.preemptionPolicy ?? 'PreemptLowerPriority' };
}

function withClass(pod: KubeObject, spec: PodSpec, chosen: Chosen, request: AdmissionRequest): KubeObject | Status {
  const refuse = (reason: string): Status => forbidden('', 'pods', nameForRefusal(request), reason);
  if (spec.priority != null && spec.priority !== chosen.value) {
    return refuse(`the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${chosen.value} from the given PriorityClass name`);
  }
  if (spec.preemptionPolicy && spec.preemptionPolicy !== chosen.preemptionPolicy) {
    return refuse(`the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; priority admission controller computed ${chosen.preemptionPolicy} from the given PriorityClass name`);
  }
  if (spec.priority === chosen.value && spec.preemptionPolicy === chosen.preemptionPolicy && (spec.priorityClassName ?? '') === chosen.name) return pod;
  const named = chosen.name === '' ? {} : { priorityClassName: chosen.name };
  return { ...pod, spec: { ...spec, ...named, priority: chosen.value, preemptionPolicy: chosen.preemptionPolicy } };
}

/** An update that leaves the priority out means the old one. */
function keepPriority(pod: KubeObject, old: KubeObject | undefined): KubeObject {
  const { spec } = pod;
  const before = old?.spec;
  if (before === undefined || (spec.priority !== undefined && spec.preemptionPolicy !== undefined)) return pod;
  return { ...pod, spec: { ...spec, priority: spec.priority ?? before.priority, preemptionPolicy: spec.preemptionPolicy ?? before.preemptionPolicy } };
}
