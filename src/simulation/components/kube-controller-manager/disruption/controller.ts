import { deepEqual } from '../../../apimachinery/equality.ts';
import { controllerOf, type KubeObject, objectKey } from '../../../apimachinery/meta.ts';
import { isConflict, isNotFound } from '../../../apimachinery/status.ts';
import { byNamespace, type EventRecorder, isFailure, NAMESPACE_INDEX, resources, type SharedInformer, type Workqueue } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import { podDisruptionBudgets, statefulSets } from '../api-resources.ts';
import type { ControllerContext, SyncResult } from '../context.ts';
import { textOf } from '../failures.ts';
import type { PodObject } from '../pod-state.ts';
import { replicationControllerFlavour } from '../replicaset/flavour.ts';
import { selectorMatches } from '../selector.ts';
import { type BudgetObject, judgeBudget, needsScale } from './budget.ts';

/**
 * Works out how many pods of each PodDisruptionBudget may be evicted now.
 * Source: kubernetes v1.32 pkg/controller/disruption/disruption.go. Differs: knows the workload kinds of the core, not the scale of custom ones.
 */
export class DisruptionController {
  private readonly budgets: SharedInformer<BudgetObject>;
  private readonly pods: SharedInformer<PodObject>;
  private readonly owners: ReadonlyMap<string, SharedInformer<KubeObject>>;
  private readonly queue: Workqueue;
  private readonly recorder: EventRecorder;
  private readonly context: ControllerContext;

  constructor(context: ControllerContext) {
    this.context = context;
    this.budgets = context.informer(podDisruptionBudgets);
    this.budgets.addIndex(NAMESPACE_INDEX, byNamespace);
    this.pods = context.informer(resources.pods);
    this.pods.addIndex(NAMESPACE_INDEX, byNamespace);
    const any = (informer: unknown): SharedInformer<KubeObject> => informer as SharedInformer<KubeObject>;
    this.owners = new Map([
      ['ReplicaSet', any(context.informer(resources.replicaSets))],
      ['Deployment', any(context.informer(resources.deployments))],
      ['StatefulSet', any(context.informer(statefulSets))],
      ['ReplicationController', any(context.informer(replicationControllerFlavour.resource))],
    ]);
    this.queue = context.queue('disruption');
    this.recorder = context.recorder('controllermanager');
    this.budgets.addHandler({ onAdd: (budget) => this.queue.add(objectKey(budget)), onUpdate: (_old, budget) => this.queue.add(objectKey(budget)) });
    this.pods.addHandler({ onAdd: (pod) => this.podSeen(pod), onUpdate: (_old, pod) => this.podSeen(pod), onDelete: (pod) => this.podSeen(pod) });
    context.work(this.queue, 1, (key) => this.sync(key));
  }

  private podSeen(pod: PodObject): void {
    if (this.budgets.store.size === 0) return;
    for (const [key, budget] of this.budgets.store.byIndex(NAMESPACE_INDEX, pod.metadata.namespace ?? ''))
      if (selectorMatches(budget.spec?.selector, pod.metadata.labels)) this.queue.add(key);
  }

  private *sync(key: string): Process<SyncResult> {
    const budget = this.budgets.store.get(key);
    if (!budget) return undefined;
    const all = this.pods.store.byIndex(NAMESPACE_INDEX, budget.metadata.namespace ?? '').values();
    const pods = [...all].filter((pod) => selectorMatches(budget.spec?.selector, pod.metadata.labels));
    if (pods.length === 0) this.recorder.event(budget, 'Normal', 'NoPods', 'No matching pods found');
    const { status, recheckUs, notDeleted } = judgeBudget(budget, pods, needsScale(budget) ? this.scaleOf(budget, pods) : 0, this.context.nowUs);
    for (const pod of notDeleted) this.recorder.event(pod, 'Warning', 'NotDeleted', `Pod was expected by PDB ${key} to be deleted but it wasn't`);
    if (recheckUs !== undefined) this.queue.addAfter(key, recheckUs - this.context.nowUs);
    if (deepEqual(budget.status, status)) return undefined;
    const reply = yield* this.context.client.resource(podDisruptionBudgets).updateStatus({ ...budget, status });
    if (isFailure(reply)) return isNotFound(reply) || isConflict(reply) ? this.comeBack(key, reply) : textOf(reply);
    const { disruptionsAllowed, currentHealthy, desiredHealthy, expectedPods } = status;
    this.context.why('disruption.budget', `poddisruptionbudgets/${key}`, { allowed: disruptionsAllowed, healthy: currentHealthy, desired: desiredHealthy, expected: expectedPods });
    this.context.note(key, `${disruptionsAllowed}`);
    return undefined;
  }

  private comeBack(key: string, reply: { message?: string }): SyncResult {
    return this.budgets.store.get(key) ? reply.message : undefined;
  }

  /** The replicas of all workloads that the pods belong to. Source: disruption.go, getExpectedScale. */
  private scaleOf(budget: BudgetObject, pods: readonly PodObject[]): number {
    const scales = new Map<string, number>();
    let unmanaged = false;
    for (const pod of pods) {
      const workload = this.workloadOf(pod);
      if (workload) scales.set(workload.metadata.uid!, workload.spec?.replicas ?? 1);
      else unmanaged = true;
    }
    if (unmanaged) this.recorder.event(budget, 'Warning', 'UnmanagedPods', UNMANAGED(selectorText(budget)));
    return [...scales.values()].reduce((sum, replicas) => sum + replicas, 0);
  }

  /** A ReplicaSet of a Deployment counts as the Deployment. */
  private workloadOf(object: KubeObject): KubeObject | undefined {
    const reference = controllerOf(object);
    const found = reference && this.owners.get(reference.kind)?.get(object.metadata.namespace ?? '', reference.name);
    if (!found || found.metadata.uid !== reference.uid) return undefined;
    return found.kind === 'ReplicaSet' && controllerOf(found)?.kind === 'Deployment' ? (this.workloadOf(found) ?? found) : found;
  }
}

const UNMANAGED = (selector: string): string =>
  `Pods selected by this PodDisruptionBudget (selector: ${selector}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`;

function selectorText(budget: BudgetObject): string {
  const labels = Object.entries(budget.spec?.selector?.matchLabels ?? {}).map(([key, value]) => `${key}: ${value}`);
  return `&LabelSelector{MatchLabels:map[string]string{${labels.join(',')},},MatchExpressions:[]LabelSelectorRequirement{},}`;
}
