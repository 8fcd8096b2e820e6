import { type KubeObject, objectKey } from '../../../apimachinery/meta.ts';
import { byController, byNamespace, CONTROLLER_INDEX, NAMESPACE_INDEX, type ResourceClient, resources, type SharedInformer, type Workqueue } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import { claim } from '../adoption.ts';
import type { ControllerContext, SyncResult } from '../context.ts';
import type { ControlledPods } from '../controlled-pods.ts';
import type { PodObject } from '../pod-state.ts';
import { isEmptySelector, selectorMatches } from '../selector.ts';
import { DeploymentSync, type SyncParts } from './sync.ts';
import type { DeploymentObject, ReplicaSetObject } from './objects.ts';

const WORKERS = 5;
const MAX_RETRIES = 15;

/**
 * Moves Deployments towards their template through ReplicaSets.
 * Source: kubernetes v1.32 pkg/controller/deployment/deployment_controller.go.
 */
export class DeploymentController {
  private readonly deployments: SharedInformer<DeploymentObject>;
  private readonly sets: SharedInformer<ReplicaSetObject>;
  private readonly pods: ControlledPods;
  private readonly queue: Workqueue;
  private readonly parts: SyncParts;
  private readonly context: ControllerContext;

  constructor(context: ControllerContext) {
    this.context = context;
    this.deployments = context.informer(resources.deployments);
    this.deployments.addIndex(NAMESPACE_INDEX, byNamespace);
    this.sets = context.informer(resources.replicaSets);
    this.sets.addIndex(CONTROLLER_INDEX, byController);
    this.sets.addIndex('orphans', (set) => (byController(set).length === 0 ? [set.metadata.namespace ?? ''] : []));
    this.pods = context.controlledPods();
    this.queue = context.queue('deployment');
    this.parts = {
      context,
      queue: this.queue,
      recorder: context.recorder('deployment-controller'),
      deployments: context.client.resource(resources.deployments),
      sets: context.client.resource(resources.replicaSets),
      cachedSet: (namespace, name) => this.sets.get(namespace, name),
      podsOf: (set) => this.pods.of(set.metadata.uid!).values(),
    };
    this.deployments.addHandler({
      onAdd: (object) => this.queue.add(objectKey(object)),
      onUpdate: (_old, object) => this.queue.add(objectKey(object)),
      onDelete: (object) => this.queue.add(objectKey(object)),
    });
    this.sets.addHandler({
      onAdd: (set) => this.setSeen(set),
      onUpdate: (old, set) => this.setUpdated(old, set),
      onDelete: (set) => this.enqueueOwner(set),
    });
    this.pods.informer.addHandler({ onDelete: (pod) => this.podDeleted(pod) });
    context.work(this.queue, WORKERS, (key) => this.sync(key));
  }

  private setSeen(set: ReplicaSetObject): void {
    if (byController(set).length > 0) return this.enqueueOwner(set);
    for (const [key, deployment] of this.deployments.store.byIndex(NAMESPACE_INDEX, set.metadata.namespace ?? ''))
      if (selectorMatches(deployment.spec!.selector, set.metadata.labels)) this.queue.add(key);
  }

  private setUpdated(old: ReplicaSetObject, set: ReplicaSetObject): void {
    if (byController(old)[0] !== byController(set)[0]) this.enqueueOwner(old);
    this.setSeen(set);
  }

  private enqueueOwner(set: ReplicaSetObject): void {
    const deployment = this.ownerOf(set);
    if (deployment) this.queue.add(objectKey(deployment));
  }

  private ownerOf(set: ReplicaSetObject): DeploymentObject | undefined {
    const reference = set.metadata.ownerReferences?.find((one) => one.controller === true);
    if (reference?.kind !== 'Deployment') return undefined;
    const deployment = this.deployments.get(set.metadata.namespace ?? '', reference.name);
    return deployment?.metadata.uid === reference.uid ? deployment : undefined;
  }

  /** A Recreate rollout goes on when the last old pod is gone. */
  private podDeleted(pod: PodObject): void {
    const reference = pod.metadata.ownerReferences?.find((one) => one.controller === true);
    if (reference?.kind !== 'ReplicaSet') return;
    const set = this.sets.get(pod.metadata.namespace ?? '', reference.name);
    const deployment = set && this.ownerOf(set);
    if (deployment?.spec?.strategy?.type !== 'Recreate') return;
    for (const sibling of this.sets.store.byIndex(CONTROLLER_INDEX, deployment.metadata.uid!).values())
      if (this.pods.of(sibling.metadata.uid!).size > 0) return;
    this.queue.add(objectKey(deployment));
  }

  private *sync(key: string): Process<SyncResult> {
    const deployment = this.deployments.store.get(key);
    if (!deployment) return undefined;
    const error = yield* this.syncDeployment(deployment);
    // A key that keeps failing is dropped; the next change of its objects brings it back.
    if (error !== undefined && this.queue.numRequeues(key) >= MAX_RETRIES) return undefined;
    return error;
  }

  private *syncDeployment(deployment: DeploymentObject): Process<SyncResult> {
    const sync = new DeploymentSync(this.parts, deployment);
    if (isEmptySelector(deployment.spec!.selector)) return yield* sync.refuseSelectingAll();
    const sets = yield* this.claimSets(deployment);
    if (typeof sets === 'string') return sets;
    return yield* sync.run(sets);
  }

  /** Source: deployment_controller.go, getReplicaSetsForDeployment. */
  private *claimSets(deployment: DeploymentObject): Process<ReplicaSetObject[] | string> {
    const { selector } = deployment.spec!;
    const owned = [...this.sets.store.byIndex(CONTROLLER_INDEX, deployment.metadata.uid!).values()];
    const orphans = [...this.sets.store.byIndex('orphans', deployment.metadata.namespace ?? '').values()];
    const owners = this.parts.deployments as unknown as ResourceClient<KubeObject>;
    const claimed = yield* claim({ owner: deployment, selector, owners, objects: this.parts.sets }, owned, orphans);
    if (claimed.error !== undefined) return claimed.error;
    if (claimed.adopted.length > 0) this.context.note(objectKey(deployment), 'adopted');
    return [...owned.filter((set) => !claimed.released.includes(set)), ...claimed.adopted];
  }
}
