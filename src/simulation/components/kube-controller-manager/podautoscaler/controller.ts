import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerStatus, MetricSpec, MetricStatus } from 'kubernetes-types/autoscaling/v2.d.ts';
import { setCondition } from '../../../apimachinery/conditions.ts';
import { deepEqual } from '../../../apimachinery/equality.ts';
import { parseApiVersion } from '../../../apimachinery/group.ts';
import { type KubeObject, objectKey, type Typed } from '../../../apimachinery/meta.ts';
import { formatTime } from '../../../apimachinery/time.ts';
import { byNamespace, type EventRecorder, isFailure, NAMESPACE_INDEX, type Resource, resources, type SharedInformer, type Workqueue } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import { kindByKind } from '../../../kinds/registry.ts';
import { horizontalPodAutoscalers } from '../api-resources.ts';
import type { ControllerContext, SyncResult } from '../context.ts';
import { textOf } from '../failures.ts';
import type { PodObject } from '../pod-state.ts';
import { selectorMatches } from '../selector.ts';
import { defaultScaleDown, defaultScaleUp, limitReplicas, type Stamped } from './limits.ts';
import { metricStatus, podMetrics, requestsOf, targetOf, usagesOf } from './metrics.ts';
import { proposeReplicas } from './replicas.ts';

type AutoscalerObject = Typed<HorizontalPodAutoscaler>;
type Conditions = NonNullable<HorizontalPodAutoscalerStatus['conditions']>;

const WORKERS = 5;
/** --horizontal-pod-autoscaler-sync-period. */
const PERIOD_US = 15_000_000;
/** What was long ago is no longer looked at. */
const MEMORY_US = 3_600_000_000;

/** What the autoscaler remembers of one object between its looks. */
interface Memory {
  recommendations: Stamped[];
  ups: Stamped[];
  downs: Stamped[];
}

interface Measured {
  readonly replicas: number;
  readonly name: string;
  readonly statuses: MetricStatus[];
}

/**
 * Sizes workloads by what their pods use, every 15 s.
 * Source: kubernetes v1.32 pkg/controller/podautoscaler/horizontal.go. Differs: resource metrics only; sets spec.replicas of the target itself,
 * not through its scale subresource.
 */
export class HorizontalController {
  private readonly autoscalers: SharedInformer<AutoscalerObject>;
  private readonly pods: SharedInformer<PodObject>;
  private readonly queue: Workqueue;
  private readonly recorder: EventRecorder;
  private readonly memories = new Map<string, Memory>();
  private readonly context: ControllerContext;

  constructor(context: ControllerContext) {
    this.context = context;
    this.autoscalers = context.informer(horizontalPodAutoscalers);
    this.pods = context.informer(resources.pods);
    this.pods.addIndex(NAMESPACE_INDEX, byNamespace);
    this.queue = context.queue('horizontalpodautoscaler');
    this.recorder = context.recorder('horizontal-pod-autoscaler');
    const seen = (autoscaler: AutoscalerObject): void => this.queue.addAfter(objectKey(autoscaler), PERIOD_US);
    this.autoscalers.addHandler({ onAdd: seen, onUpdate: (_old, autoscaler) => seen(autoscaler), onDelete: (autoscaler) => this.memories.delete(objectKey(autoscaler)) });
    context.work(this.queue, WORKERS, (key) => this.sync(key));
  }

  private *sync(key: string): Process<SyncResult> {
    const autoscaler = this.autoscalers.store.get(key);
    if (!autoscaler) return undefined;
    this.queue.addAfter(key, PERIOD_US);
    const before = autoscaler.status ?? { currentReplicas: 0, desiredReplicas: 0 };
    const status = yield* this.reconcile(key, autoscaler, { ...before, conditions: before.conditions ?? [] });
    if (deepEqual(autoscaler.status, status)) return undefined;
    const reply = yield* this.context.client.resource(horizontalPodAutoscalers).updateStatus({ ...autoscaler, status });
    return isFailure(reply) ? textOf(reply) : undefined;
  }

  /** Source: horizontal.go, reconcileAutoscaler. Answers the new status. */
  private *reconcile(key: string, autoscaler: AutoscalerObject, before: HorizontalPodAutoscalerStatus): Process<HorizontalPodAutoscalerStatus> {
    const { namespace } = autoscaler.metadata;
    const reference = autoscaler.spec!.scaleTargetRef;
    const resource = resourceOf(reference.apiVersion ?? '', reference.kind);
    const target = resource && (yield* this.context.client.resource(resource).get(namespace!, reference.name));
    if (!target || isFailure(target)) return this.fail(autoscaler, before, 'AbleToScale', 'FailedGetScale', target ? textOf(target) : `no matches for kind "${reference.kind}" in group "${parseApiVersion(reference.apiVersion ?? '').group}"`);
    let status = this.with(before, 'AbleToScale', 'True', 'SucceededGetScale', "the HPA controller was able to get the target's current scale");
    const current = target.spec?.replicas ?? 1;
    const [min, max] = [autoscaler.spec!.minReplicas ?? 1, autoscaler.spec!.maxReplicas];
    status = { ...status, observedGeneration: autoscaler.metadata.generation, currentReplicas: target.status?.replicas ?? current };
    if (current === 0 && min !== 0) return this.with({ ...status, desiredReplicas: 0 }, 'ScalingActive', 'False', 'ScalingDisabled', 'scaling is disabled since the replica count of the target is zero');
    if (current > max) return yield* this.rescale(key, autoscaler, target, resource!, status, current, max, 'Current number of replicas above Spec.MaxReplicas');
    if (current < min) return yield* this.rescale(key, autoscaler, target, resource!, status, current, min, 'Current number of replicas below Spec.MinReplicas');
    const measured = yield* this.measure(autoscaler, target, current);
    if (typeof measured === 'string') {
      this.recorder.event(autoscaler, 'Warning', 'FailedComputeMetricsReplicas', `invalid metrics (1 invalid out of ${autoscaler.spec!.metrics?.length ?? 0}), first error is: ${measured}`);
      return this.fail(autoscaler, { ...status, desiredReplicas: current }, 'ScalingActive', 'FailedGetResourceMetric', `the HPA was unable to compute the replica count: ${measured}`);
    }
    status = this.with({ ...status, currentMetrics: measured.statuses }, 'ScalingActive', 'True', 'ValidMetricFound', `the HPA was able to successfully calculate a replica count from ${measured.name}`);
    const limited = this.limit(key, autoscaler, current, measured.replicas);
    status = limited.able
      ? this.with(status, 'AbleToScale', 'True', limited.able.reason, limited.able.message)
      : this.with(status, 'AbleToScale', 'True', 'ReadyForNewScale', 'recommended size matches current size');
    status = this.with(status, 'ScalingLimited', limited.limited.status, limited.limited.reason, limited.limited.message);
    if (limited.replicas === current) return { ...status, desiredReplicas: current };
    const reason = limited.replicas > current ? `${measured.name} above target` : 'All metrics below target';
    return yield* this.rescale(key, autoscaler, target, resource!, status, current, limited.replicas, reason);
  }

  private fail(autoscaler: AutoscalerObject, status: HorizontalPodAutoscalerStatus, type: string, reason: string, message: string): HorizontalPodAutoscalerStatus {
    this.recorder.event(autoscaler, 'Warning', reason, message);
    return this.with(status, type, 'False', reason, message);
  }

  private with(status: HorizontalPodAutoscalerStatus, type: string, value: string, reason: string, message: string): HorizontalPodAutoscalerStatus {
    const condition = { type, status: value, reason, message, lastTransitionTime: formatTime(this.context.nowUs) };
    return { ...status, conditions: setCondition(status.conditions ?? [], condition) as Conditions };
  }

  /** The largest of what the metrics want, or why nothing is known. Source: computeReplicasForMetrics. */
  private *measure(autoscaler: AutoscalerObject, target: KubeObject, current: number): Process<Measured | string> {
    const { namespace } = autoscaler.metadata;
    const all = this.pods.store.byIndex(NAMESPACE_INDEX, namespace!).values();
    const pods = [...all].filter((pod) => selectorMatches(target.spec?.selector, pod.metadata.labels));
    let best: Measured | undefined;
    const statuses: MetricStatus[] = [];
    for (const metric of autoscaler.spec!.metrics ?? []) {
      const found = yield* this.measureOne(namespace!, metric, pods, current);
      if (typeof found === 'string') return found;
      statuses.push(...found.statuses);
      if (!best || found.replicas > best.replicas) best = found;
    }
    return best ? { ...best, statuses } : 'no metrics';
  }

  private *measureOne(namespace: string, metric: MetricSpec, pods: readonly PodObject[], current: number): Process<Measured | string> {
    const target = metric.type === 'Resource' ? targetOf(metric) : undefined;
    if (!target) return `unsupported metric type "${metric.type}"`;
    const name = metric.resource!.name;
    const failed = (why: string): string => `failed to get ${name} ${target.kind === 'utilization' ? 'utilization' : 'usage'}: ${why}`;
    const metrics = yield* this.context.client.resource(podMetrics).list(namespace);
    if (isFailure(metrics)) return failed(`unable to get metrics for resource ${name}: unable to fetch metrics from resource metrics API: ${textOf(metrics)}`);
    const known = new Set(pods.map((pod) => pod.metadata.name));
    const usages = usagesOf(metrics.items.filter((one) => known.has(one.metadata.name)), name);
    if (usages.size === 0) return failed(`unable to get metrics for resource ${name}: no metrics returned from resource metrics API`);
    const requests = target.kind === 'utilization' ? requestsOf(pods, name) : new Map<string, number>();
    if ('container' in requests) return failed(`missing request for ${name} in container ${requests.container} of Pod ${requests.pod}`);
    const proposal = proposeReplicas(current, pods, usages, requests, name, target, this.context.nowUs);
    if (!proposal) return failed('did not receive metrics for targeted pods (pods might be unready)');
    const kind = target.kind === 'utilization' ? 'resource utilization (percentage of request)' : 'resource';
    return { replicas: proposal.replicas, name: `${name} ${kind}`, statuses: [metricStatus(name, proposal)] };
  }

  private limit(key: string, autoscaler: AutoscalerObject, current: number, wanted: number): ReturnType<typeof limitReplicas> {
    const { nowUs } = this.context;
    const memory = this.memoryOf(key, current);
    const { minReplicas = 1, maxReplicas, behavior } = autoscaler.spec!;
    const rules = { scaleUp: behavior?.scaleUp ?? defaultScaleUp, scaleDown: behavior?.scaleDown ?? defaultScaleDown };
    const limited = limitReplicas({ current, wanted, min: minReplicas, max: maxReplicas, ...memory, ...rules, nowUs });
    memory.recommendations = [...memory.recommendations.filter(({ atUs }) => atUs > nowUs - MEMORY_US), { value: wanted, atUs: nowUs }];
    return limited;
  }

  private memoryOf(key: string, current: number): Memory {
    let memory = this.memories.get(key);
    if (!memory) this.memories.set(key, (memory = { recommendations: [{ value: current, atUs: this.context.nowUs }], ups: [], downs: [] }));
    return memory;
  }

  private *rescale(
    key: string, autoscaler: AutoscalerObject, target: KubeObject, resource: Resource<KubeObject>, status: HorizontalPodAutoscalerStatus, from: number, to: number, reason: string,
  ): Process<HorizontalPodAutoscalerStatus> {
    const { namespace, name } = target.metadata;
    const reply = yield* this.context.client.resource(resource).patch(namespace!, name!, 'application/merge-patch+json', { spec: { replicas: to } });
    if (isFailure(reply)) {
      this.recorder.event(autoscaler, 'Warning', 'FailedRescale', `New size: ${to}; reason: ${reason}; error: ${textOf(reply)}`);
      return this.with({ ...status, desiredReplicas: from }, 'AbleToScale', 'False', 'FailedUpdateScale', `the HPA controller was unable to update the target scale: ${textOf(reply)}`);
    }
    this.recorder.event(autoscaler, 'Normal', 'SuccessfulRescale', `New size: ${to}; reason: ${reason}`);
    this.context.why('horizontalpodautoscaler.rescaled', `horizontalpodautoscalers/${key}`, { target: name!, from, to, reason });
    const memory = this.memoryOf(key, from);
    const change = { value: to > from ? to - from : from - to, atUs: this.context.nowUs };
    if (to > from) memory.ups.push(change);
    else memory.downs.push(change);
    this.context.note(key, `${from} → ${to}`);
    const done = this.with(status, 'AbleToScale', 'True', 'SucceededRescale', `the HPA controller was able to update the target scale to ${to}`);
    return { ...done, desiredReplicas: to, lastScaleTime: formatTime(this.context.nowUs) };
  }
}

function resourceOf(apiVersion: string, kind: string): Resource<KubeObject> | undefined {
  const found = kindByKind(parseApiVersion(apiVersion).group, kind);
  return found && { group: found.group, version: found.version, resource: found.resource, namespaced: found.namespaced };
}
