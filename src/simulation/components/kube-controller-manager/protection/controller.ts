import type { KubeObject } from '../../../apimachinery/meta.ts';
import { objectKey } from '../../../apimachinery/meta.ts';
import { isNotFound } from '../../../apimachinery/status.ts';
import { isFailure, type Resource, resources, type SharedInformer, type Workqueue } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import { persistentVolumeClaims, persistentVolumes } from '../api-resources.ts';
import type { ControllerContext, SyncResult } from '../context.ts';
import { textOf } from '../failures.ts';
import { isPodFinished, type PodObject } from '../pod-state.ts';

const CLAIM_INDEX = 'claims';

/** Keeps an object in use from going: its finalizer stays until nobody uses it. */
abstract class Protection {
  protected readonly queue: Workqueue;
  protected readonly informer: SharedInformer<KubeObject>;
  protected readonly context: ControllerContext;
  private readonly resource: Resource<KubeObject>;
  private readonly finalizer: string;

  constructor(context: ControllerContext, resource: Resource<KubeObject>, finalizer: string) {
    this.context = context;
    this.resource = resource;
    this.finalizer = finalizer;
    this.queue = context.queue(finalizer);
    this.informer = context.informer(resource);
    const seen = (object: KubeObject): void => this.queue.add(objectKey(object));
    this.informer.addHandler({ onAdd: seen, onUpdate: (_old, object) => seen(object) });
  }

  protected abstract inUse(object: KubeObject, key: string): boolean;

  protected *sync(key: string): Process<SyncResult> {
    const object = this.informer.store.get(key);
    if (!object) return undefined;
    const finalizers = object.metadata.finalizers ?? [];
    const has = finalizers.includes(this.finalizer);
    if (!object.metadata.deletionTimestamp) return has ? undefined : yield* this.write(object, [...finalizers, this.finalizer]);
    if (!has) return undefined;
    if (!this.inUse(object, key)) return yield* this.write(object, finalizers.filter((one) => one !== this.finalizer));
    this.context.why('protection.in-use', `${this.resource.resource}/${key}`, { name: object.metadata.name!, finalizer: this.finalizer });
    return undefined;
  }

  private *write(object: KubeObject, finalizers: string[]): Process<SyncResult> {
    const reply = yield* this.context.client.resource(this.resource).update({ ...object, metadata: { ...object.metadata, finalizers } });
    return isFailure(reply) && !isNotFound(reply) ? textOf(reply) : undefined;
  }
}

/** A claim stays while a pod that has not ended mentions it. Source: kubernetes v1.32 pkg/controller/volume/pvcprotection. */
export class ClaimProtection extends Protection {
  private readonly pods: SharedInformer<PodObject>;

  constructor(context: ControllerContext) {
    super(context, persistentVolumeClaims as unknown as Resource<KubeObject>, 'kubernetes.io/pvc-protection');
    this.pods = context.informer(resources.pods);
    this.pods.addIndex(CLAIM_INDEX, claimsOf);
    const seen = (pod: PodObject): void => {
      for (const key of claimsOf(pod)) if (this.informer.store.get(key)?.metadata.deletionTimestamp) this.queue.add(key);
    };
    this.pods.addHandler({ onUpdate: (_old, pod) => seen(pod), onDelete: seen });
    context.work(this.queue, 1, (key) => this.sync(key));
  }

  protected inUse(_claim: KubeObject, key: string): boolean {
    for (const pod of this.pods.store.byIndex(CLAIM_INDEX, key).values()) if (!isPodFinished(pod) && pod.spec?.nodeName) return true;
    return false;
  }
}

/** A volume stays while it is bound. Source: kubernetes v1.32 pkg/controller/volume/pvprotection. */
export class VolumeProtection extends Protection {
  constructor(context: ControllerContext) {
    super(context, persistentVolumes as unknown as Resource<KubeObject>, 'kubernetes.io/pv-protection');
    context.work(this.queue, 1, (key) => this.sync(key));
  }

  protected inUse(volume: KubeObject): boolean {
    return volume.status?.phase === 'Bound';
  }
}

const NONE: readonly string[] = [];

function claimsOf(pod: PodObject): readonly string[] {
  const volumes = pod.spec?.volumes;
  if (!volumes) return NONE;
  const keys: string[] = [];
  for (const volume of volumes) if (volume.persistentVolumeClaim) keys.push(`${pod.metadata.namespace}/${volume.persistentVolumeClaim.claimName}`);
  return keys;
}
