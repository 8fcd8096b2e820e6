import { deepEqual } from '../../../apimachinery/equality.ts';
import { type KubeObject, objectKey } from '../../../apimachinery/meta.ts';
import { isNotFound } from '../../../apimachinery/status.ts';
import { byNamespace, isFailure, NAMESPACE_INDEX, type SharedInformer, type Workqueue } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import { kinds } from '../../../kinds/registry.ts';
import { resourceQuotas } from '../api-resources.ts';
import type { ControllerContext, SyncResult } from '../context.ts';
import { textOf } from '../failures.ts';
import { isPodFinished, type PodObject } from '../pod-state.ts';
import { type QuotaObject, usageOf } from './usage.ts';

const WORKERS = 5;
/** --resource-quota-sync-period. */
const RESYNC_US = 300_000_000;

/**
 * Counts what each quota limits, anew every five minutes and when something it counts goes away; what comes is counted by admission.
 * Source: kubernetes v1.32 pkg/controller/resourcequota/resource_quota_controller.go.
 */
export class ResourceQuotaController {
  private readonly quotas: SharedInformer<QuotaObject>;
  private readonly contents = new Map<string, SharedInformer<KubeObject>>();
  private readonly queue: Workqueue;
  private readonly context: ControllerContext;

  constructor(context: ControllerContext) {
    this.context = context;
    this.quotas = context.informer(resourceQuotas);
    this.quotas.addIndex(NAMESPACE_INDEX, byNamespace);
    this.queue = context.queue('resourcequota_primary');
    this.quotas.addHandler({
      onAdd: (quota) => this.queue.add(objectKey(quota)),
      onUpdate: (old, quota) => {
        if (!deepEqual(old.spec, quota.spec)) this.queue.add(objectKey(quota));
      },
    });
    for (const { group, version, resource, namespaced } of kinds)
      if (namespaced && resource !== 'events' && resource !== 'leases' && resource !== 'endpointslices') this.follow(group, version, resource);
    context.work(this.queue, WORKERS, (key) => this.sync(key));
    context.every(RESYNC_US, () => this.resync());
  }

  private follow(group: string, version: string, resource: string): void {
    const informer = this.context.informer<KubeObject>({ group, version, resource, namespaced: true });
    informer.addIndex(NAMESPACE_INDEX, byNamespace);
    this.contents.set(group === '' ? resource : `${resource}.${group}`, informer);
    informer.addHandler({
      onUpdate: resource === 'pods' ? (old, pod) => this.podUpdated(old as PodObject, pod as PodObject) : undefined,
      onDelete: (object) => this.replenish(object.metadata.namespace!),
    });
  }

  /** A pod that ended needs nothing any more. */
  private podUpdated(old: PodObject, pod: PodObject): void {
    if (!isPodFinished(old) && isPodFinished(pod)) this.replenish(pod.metadata.namespace!);
  }

  private replenish(namespace: string): void {
    if (this.quotas.store.size === 0) return;
    for (const key of this.quotas.store.byIndex(NAMESPACE_INDEX, namespace).keys()) this.queue.add(key);
  }

  private *resync(): Process<void> {
    for (const key of this.quotas.store.keys()) this.queue.add(key);
  }

  private *sync(key: string): Process<SyncResult> {
    const quota = this.quotas.store.get(key);
    if (!quota) return undefined;
    const namespace = quota.metadata.namespace!;
    const used = usageOf(quota, (resource) => this.contents.get(resource)?.store.byIndex(NAMESPACE_INDEX, namespace).values() ?? []);
    const status = { hard: quota.spec?.hard ?? {}, used };
    if (deepEqual(quota.status, status)) return undefined;
    const reply = yield* this.context.client.resource(resourceQuotas).updateStatus({ ...quota, status });
    if (isFailure(reply)) return isNotFound(reply) ? undefined : textOf(reply);
    this.context.why('resourcequota.counted', `resourcequotas/${key}`, { quota: quota.metadata.name!, used: Object.entries(used).map(([name, amount]) => `${name} ${amount}`).join(', ') });
    return undefined;
  }
}
