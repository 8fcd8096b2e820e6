import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { Workqueue } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import { kindByKind, kinds } from '../../../kinds/registry.ts';
import type { ControllerContext, SyncResult } from '../context.ts';
import { Collector, type Collected } from './collector.ts';
import { type GraphNode, OwnerGraph, sameOwnership } from './graph.ts';

const WORKERS = 20;
/** Events are owned by nobody and are many. Source: kubernetes v1.32 pkg/controller/garbagecollector, DefaultIgnoredResources. */
const IGNORED = new Set(['events']);

/**
 * Deletes what has lost all its owners, and carries out foreground and orphaning deletion.
 * Source: kubernetes v1.32 pkg/controller/garbagecollector. Differs: the set of kinds is the registry's, not discovered anew every 30 s.
 */
export class GarbageCollector {
  private readonly graph: OwnerGraph;
  private readonly collector: Collector;
  private readonly deleteQueue: Workqueue;
  private readonly orphanQueue: Workqueue;
  private readonly context: ControllerContext;

  constructor(context: ControllerContext) {
    this.context = context;
    this.deleteQueue = context.queue('garbage_collector_attempt_to_delete');
    this.orphanQueue = context.queue('garbage_collector_attempt_to_orphan');
    const look = (node: GraphNode): void => this.deleteQueue.add(node.identity.uid);
    this.graph = new OwnerGraph({ delete: look, orphan: (node) => this.orphanQueue.add(node.identity.uid) });
    this.collector = new Collector(context.client, this.graph, look);
    for (const kind of kinds) if (!IGNORED.has(kind.resource)) this.follow(kind);
    context.work(this.deleteQueue, WORKERS, (uid) => this.sync(uid, (node) => this.collector.attemptToDelete(node)));
    context.work(this.orphanQueue, WORKERS, (uid) => this.sync(uid, (node) => this.collector.orphanDependents(node)));
  }

  private follow({ group, version, resource, namespaced }: { group: string; version: string; resource: string; namespaced: boolean }): void {
    this.context.informer<KubeObject>({ group, version, resource, namespaced }).addHandler({
      onAdd: (object) => this.graph.observe(object, undefined),
      onUpdate: (old, object) => {
        if (!sameOwnership(old, object)) this.changed(old, object);
      },
      onDelete: (object) => this.graph.remove(object.metadata.uid!),
    });
  }

  private changed(old: KubeObject, object: KubeObject): void {
    // A namesake that was born while nobody looked.
    if (old.metadata.uid !== object.metadata.uid) this.graph.remove(old.metadata.uid!);
    this.graph.observe(object, old.metadata.uid === object.metadata.uid ? old : undefined);
  }

  private *sync(uid: string, act: (node: GraphNode) => Process<Collected>): Process<SyncResult> {
    const node = this.graph.get(uid);
    if (!node) return undefined;
    const collected = yield* act(node);
    if (collected.error !== undefined) return collected.error;
    if (collected.done === 'gone') this.graph.remove(uid);
    // The owner exists although nobody told of it yet: look again when the watch has caught up.
    else if (node.virtual && this.graph.get(uid) === node) return 'item has not been observed via informer yet';
    this.tell(node, collected);
    return undefined;
  }

  private tell({ identity }: GraphNode, { done, policy, owner }: Collected): void {
    if (done === 'kept' || done === 'gone') return;
    this.context.note(identity.uid, `${done} ${identity.kind} ${identity.name}`);
    if (done !== 'deleted') return;
    const resource = kindByKind(identity.group, identity.kind)!.resource;
    const about = identity.namespace === '' ? `${resource}/${identity.name}` : `${resource}/${identity.namespace}/${identity.name}`;
    this.context.why('garbagecollector.deleted', about, { kind: identity.kind, name: identity.name, owner: owner!, policy: policy! });
  }
}
