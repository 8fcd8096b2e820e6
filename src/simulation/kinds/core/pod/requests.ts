import type { Container, PodSpec } from 'kubernetes-types/core/v1.d.ts';
import { milliValue, value } from '../../../apimachinery/quantity.ts';
import { memoise } from '../../fill.ts';

/** Amounts of resources as whole numbers. `scalars` holds extended resources and huge pages by name, in whole units. */
export interface Resources {
  readonly milliCpu: number;
  readonly memoryBytes: number;
  readonly ephemeralBytes: number;
  readonly scalars: ReadonlyMap<string, number>;
}

interface Amounts {
  milliCpu: number;
  memoryBytes: number;
  ephemeralBytes: number;
  scalars: Map<string, number>;
}

type ResourceList = Readonly<Record<string, string>> | undefined;

/** A list of resources as whole numbers, rounded up. 'pods' is no scalar. */
export function resourcesOf(list: ResourceList): Resources {
  return amountsOf(list);
}

function amountsOf(list: ResourceList): Amounts {
  const amounts: Amounts = { milliCpu: 0, memoryBytes: 0, ephemeralBytes: 0, scalars: new Map() };
  if (!list) return amounts;
  for (const name of Object.keys(list)) {
    const text = list[name] ?? '0';
    if (name === 'cpu') amounts.milliCpu = milliValue(text);
    else if (name === 'memory') amounts.memoryBytes = value(text);
    else if (name === 'ephemeral-storage') amounts.ephemeralBytes = value(text);
    else if (name !== 'pods') amounts.scalars.set(name, value(text));
  }
  return amounts;
}

function add(into: Amounts, more: Resources): void {
  into.milliCpu += more.milliCpu;
  into.memoryBytes += more.memoryBytes;
  into.ephemeralBytes += more.ephemeralBytes;
  for (const [name, amount] of more.scalars) into.scalars.set(name, (into.scalars.get(name) ?? 0) + amount);
}

function raise(into: Amounts, to: Resources): void {
  into.milliCpu = Math.max(into.milliCpu, to.milliCpu);
  into.memoryBytes = Math.max(into.memoryBytes, to.memoryBytes);
  into.ephemeralBytes = Math.max(into.ephemeralBytes, to.ephemeralBytes);
  for (const [name, amount] of to.scalars) into.scalars.set(name, Math.max(into.scalars.get(name) ?? 0, amount));
}

/**
 * What a pod asks of its node: all containers and sidecars together, or more where an init container, with the sidecars
 * started before it, needs more at its time; and the overhead of its runtime class. Worked out once per spec object.
 * Source: kubernetes v1.32 component-helpers resource/helpers.go, PodRequests.
 */
export const podRequests = memoise((spec: PodSpec): Resources => total(spec, requestsOf, 'always'));

/**
 * The same of limits; the overhead only counts where there is a limit.
 * Source: kubernetes v1.32 component-helpers resource/helpers.go, PodLimits.
 */
export const podLimits = memoise((spec: PodSpec): Resources => total(spec, limitsOf, 'where-limited'));

/**
 * Requests with which the scheduler scores: a container that asks for no cpu or memory counts as 100m and 200Mi.
 * Source: kubernetes v1.32 pkg/scheduler/framework/types.go, calculateResource; pkg/scheduler/util/pod_resources.go.
 */
export const podNonZeroRequests = memoise((spec: PodSpec): Resources => total(spec, nonZeroRequestsOf, 'always'));

function requestsOf(container: Container): Amounts {
  return amountsOf(container.resources?.requests);
}

function limitsOf(container: Container): Amounts {
  return amountsOf(container.resources?.limits);
}

const assumedMilliCpu = 100;
const assumedMemoryBytes = 200 * 1024 * 1024;

function nonZeroRequestsOf(container: Container): Amounts {
  const requests = container.resources?.requests;
  const amounts = amountsOf(requests);
  if (requests?.cpu === undefined) amounts.milliCpu = assumedMilliCpu;
  if (requests?.memory === undefined) amounts.memoryBytes = assumedMemoryBytes;
  return amounts;
}

function total(spec: PodSpec, of: (container: Container) => Amounts, overhead: 'always' | 'where-limited'): Resources {
  const sum = amountsOf(undefined);
  for (const container of spec.containers ?? []) add(sum, of(container));
  const sidecars = amountsOf(undefined);
  const atStart = amountsOf(undefined);
  for (const container of spec.initContainers ?? []) {
    const needed = of(container);
    if (container.restartPolicy === 'Always') {
      add(sum, needed);
      add(sidecars, needed);
      raise(atStart, sidecars);
    } else {
      add(needed, sidecars);
      raise(atStart, needed);
    }
  }
  raise(sum, atStart);
  addOverhead(sum, spec.overhead, overhead);
  return sum;
}

function addOverhead(sum: Amounts, overhead: ResourceList, when: 'always' | 'where-limited'): void {
  if (!overhead) return;
  const more = amountsOf(overhead);
  if (when === 'where-limited') {
    if (sum.milliCpu === 0) more.milliCpu = 0;
    if (sum.memoryBytes === 0) more.memoryBytes = 0;
    if (sum.ephemeralBytes === 0) more.ephemeralBytes = 0;
  }
  add(sum, more);
}
