import type { Condition } from 'kubernetes-types/meta/v1.d.ts';
import type { PodDisruptionBudgetStatus } from 'kubernetes-types/policy/v1.d.ts';
import { findCondition, setCondition } from '../../../apimachinery/conditions.ts';
import { selectorFromLabelSelector } from '../../../apimachinery/labels.ts';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import { forbidden, internalError, isStatusFailure, type Status, tooManyDisruptions } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import type { Scope } from '../scope.ts';
import type { ApiServer } from '../server.ts';

const GROUP = 'policy';
const RESOURCE = 'poddisruptionbudgets';
const REFUSAL = "Cannot evict pod as it would violate the pod's disruption budget.";
/** Evictions that the controller has not confirmed yet. Source: eviction.go, MaxDisruptedPodSize. */
const MAX_DISRUPTED = 2_000;

/**
 * Asks the budget that covers the pod and takes one disruption from it. Answers a refusal, or undefined when the pod may go.
 * Source: kubernetes v1.32 pkg/registry/core/pod/storage/eviction.go, Create.
 */
export function* takeDisruption(server: ApiServer, scope: Scope, pod: KubeObject): Process<Status | undefined> {
  const budgets = budgetsOf(server, pod);
  if (budgets.length === 0) return undefined;
  if (budgets.length > 1) return internalError('This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.');
  const [budget] = budgets;
  if (mayGoUnhealthy(budget, pod)) return undefined;
  const resource = server.resources.get(GROUP, RESOURCE)!;
  const { namespace, name } = budget.metadata;
  const take = (current: KubeObject | undefined): KubeObject | Status => (current === undefined ? scope.notFound() : decremented(current, pod.metadata.name!, server.clock.now()));
  if (scope.dryRun) return failureOf(take(budget));
  const place = { key: resource.key(namespace!, name!), about: resource.about(namespace!, name!), kind: 'request' } as const;
  return failureOf(yield* server.storage.guaranteedUpdate(place, budget, take));
}

const failureOf = (outcome: KubeObject | Status): Status | undefined => (isStatusFailure(outcome) ? outcome : undefined);

function budgetsOf(server: ApiServer, pod: KubeObject): KubeObject[] {
  const all = server.resources.get(GROUP, RESOURCE)?.cacher.shelves.list(pod.metadata.namespace ?? '') ?? [];
  return all.filter((budget) => selectorFromLabelSelector(budget.spec?.selector).matches(pod.metadata.labels ?? {}));
}

/** A pod that is not ready may go when the rest is healthy, or when the budget lets such pods go always. */
function mayGoUnhealthy({ spec, status }: KubeObject, pod: KubeObject): boolean {
  if (findCondition<Condition>(pod.status?.conditions, 'Ready')?.status === 'True') return false;
  if (spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  return status?.currentHealthy >= status?.desiredHealthy && status?.desiredHealthy > 0;
}

/** Source: eviction.go, checkAndDecrement. */
function decremented(budget: KubeObject, pod: string, now: string): KubeObject | Status {
  const { name, generation = 0 } = budget.metadata;
  const status = budget.status as PodDisruptionBudgetStatus;
  if ((status.observedGeneration ?? 0) < generation) return tooManyDisruptions(REFUSAL, `The disruption budget ${name} is still being processed by the server.`, 10);
  if (status.disruptionsAllowed < 0) return forbidden(GROUP, RESOURCE, name!, 'pdb disruptions allowed is negative');
  if (Object.keys(status.disruptedPods ?? {}).length > MAX_DISRUPTED) return forbidden(GROUP, RESOURCE, name!, 'DisruptedPods map too big - too many evictions not confirmed by PDB controller');
  if (status.disruptionsAllowed === 0) return tooManyDisruptions(REFUSAL, refusalCause(budget.metadata.name!, status), 0);
  const disruptionsAllowed = status.disruptionsAllowed - 1;
  const conditions = disruptionsAllowed > 0 ? status.conditions : exhausted(status, generation, now);
  return { ...budget, status: { ...status, disruptionsAllowed, conditions, disruptedPods: { ...status.disruptedPods, [pod]: now } } };
}

function refusalCause(name: string, status: PodDisruptionBudgetStatus): string {
  const condition = findCondition(status.conditions as Condition[] | undefined, 'DisruptionAllowed');
  if (condition?.reason === 'SyncFailed') return `The disruption budget ${name} does not allow evicting pods currently because it failed sync: ${condition.message}`;
  return `The disruption budget ${name} needs ${status.desiredHealthy} healthy pods and has ${status.currentHealthy} currently`;
}

const exhausted = (status: PodDisruptionBudgetStatus, observedGeneration: number, lastTransitionTime: string): PodDisruptionBudgetStatus['conditions'] =>
  setCondition(status.conditions as Condition[] | undefined, { type: 'DisruptionAllowed', status: 'False', reason: 'InsufficientPods', message: '', observedGeneration, lastTransitionTime }) as PodDisruptionBudgetStatus['conditions'];
