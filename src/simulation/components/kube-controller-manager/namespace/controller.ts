import type { Namespace } from 'kubernetes-types/core/v1.d.ts';
import { deepEqual } from '../../../apimachinery/equality.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { isConflict, isNotFound, type Status } from '../../../apimachinery/status.ts';
import { formatTime } from '../../../apimachinery/time.ts';
import { isFailure, type ResourceClient, resources, type SharedInformer, type Workqueue } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import type { ControllerContext, SyncResult } from '../context.ts';
import { textOf } from '../failures.ts';
import { deletionConditions } from './conditions.ts';
import { deleteContent } from './content.ts';

type NamespaceObject = Typed<Namespace>;

const WORKERS = 10;
/** Lets other API servers learn of the deletion before content is counted. */
const GRACE_US = 5_000_000;

/**
 * Empties namespaces that are being deleted and then lets them go.
 * Source: kubernetes v1.32 pkg/controller/namespace/namespace_controller.go and deletion/namespaced_resources_deleter.go.
 */
export class NamespaceController {
  private readonly namespaces: SharedInformer<NamespaceObject>;
  private readonly door: ResourceClient<NamespaceObject>;
  private readonly queue: Workqueue;
  private readonly context: ControllerContext;

  constructor(context: ControllerContext) {
    this.context = context;
    this.namespaces = context.informer(resources.namespaces);
    this.door = context.client.resource(resources.namespaces);
    this.queue = context.queue('namespace', { maxDelayUs: 60_000_000 });
    const seen = (namespace: NamespaceObject): void => {
      if (namespace.metadata.deletionTimestamp) this.queue.addAfter(namespace.metadata.name!, GRACE_US);
    };
    this.namespaces.addHandler({ onAdd: seen, onUpdate: (_old, namespace) => seen(namespace) });
    context.work(this.queue, WORKERS, (key) => this.sync(key));
  }

  private *sync(name: string): Process<SyncResult> {
    if (!this.namespaces.get('', name)?.metadata.deletionTimestamp) return undefined;
    const namespace = yield* this.door.get('', name);
    if (isFailure(namespace)) return isNotFound(namespace) ? undefined : textOf(namespace);
    if (!namespace.metadata.deletionTimestamp) return undefined;
    const terminating = namespace.status?.phase === 'Terminating' ? namespace : yield* this.door.updateStatus({ ...namespace, status: { ...namespace.status, phase: 'Terminating' } });
    if (isFailure(terminating)) return textOf(terminating);
    if ((terminating.spec?.finalizers ?? []).length === 0) return undefined;
    return yield* this.empty(terminating);
  }

  private *empty(namespace: NamespaceObject): Process<SyncResult> {
    const name = namespace.metadata.name!;
    const remains = yield* deleteContent(this.context.client, name);
    const left = [...remains.resources.values()].reduce((sum, count) => sum + count, 0);
    const conditions = deletionConditions(namespace.status?.conditions, remains, formatTime(this.context.nowUs));
    const written = deepEqual(conditions, namespace.status?.conditions) ? namespace : yield* this.writeConditions(namespace, conditions);
    if (isFailure(written)) return textOf(written);
    this.context.why('namespace.emptied', `namespaces/${name}`, { namespace: name, remaining: left, estimateSeconds: remains.estimateSeconds });
    if (remains.errors.length > 0) return remains.errors.join(', ');
    if (left > 0) return this.comeBack(name, remains.estimateSeconds, left);
    const finalized = yield* this.finalize(written);
    return finalized && !isNotFound(finalized) ? textOf(finalized) : undefined;
  }

  private *writeConditions(namespace: NamespaceObject, conditions: readonly unknown[]): Process<NamespaceObject | Status> {
    const status = { ...namespace.status, conditions } as NamespaceObject['status'];
    const reply = yield* this.door.updateStatus({ ...namespace, status });
    if (!isFailure(reply) || !isConflict(reply)) return reply;
    const fresh = yield* this.door.get('', namespace.metadata.name!);
    return isFailure(fresh) ? fresh : yield* this.door.updateStatus({ ...fresh, status });
  }

  /** Pods are given half their time before the next look. Source: namespace_controller.go, worker. */
  private comeBack(name: string, estimateSeconds: number, left: number): SyncResult {
    if (estimateSeconds === 0) return `unexpected items still remain in namespace: ${name}`;
    this.queue.addAfter(name, (Math.floor(estimateSeconds / 2) + 1) * 1_000_000);
    this.context.note(name, `${left}`);
    return undefined;
  }

  /** Takes our finalizer out of spec; the API server then removes the namespace. */
  private *finalize(namespace: NamespaceObject): Process<Status | undefined> {
    const finalizers = (namespace.spec?.finalizers ?? []).filter((finalizer) => finalizer !== 'kubernetes');
    const body = { ...namespace, spec: { ...namespace.spec, finalizers } };
    const { name } = namespace.metadata;
    const response = yield* this.context.client.send<NamespaceObject>({ verb: 'update', group: '', version: 'v1', resource: 'namespaces', name, subresource: 'finalize', body });
    if (isFailure(response.body)) return response.body;
    this.context.why('namespace.finalized', `namespaces/${name}`, { namespace: name! });
    return undefined;
  }
}
