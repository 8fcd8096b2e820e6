import { isFailure, resources, type SharedInformer, type Workqueue } from '../../../client-go/index.ts';
import { isNotFound } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import type { ControllerContext, SyncResult } from '../context.ts';
import { textOf } from '../failures.ts';
import type { NodeObject } from '../node-conditions.ts';

const ANNOTATION = 'node.alpha.kubernetes.io/ttl';

/** Cluster size → how long kubelets may cache secrets and config maps. The steps overlap, so that a size near a border does not swing. */
const BOUNDARIES = [
  { min: 0, max: 100, seconds: 0 },
  { min: 90, max: 500, seconds: 15 },
  { min: 450, max: 1000, seconds: 30 },
  { min: 900, max: 2000, seconds: 60 },
  { min: 1800, max: Infinity, seconds: 300 },
];

/** Tells each node by an annotation how long it may cache. Source: kubernetes v1.32 pkg/controller/ttl/ttl_controller.go. */
export class TtlController {
  private readonly nodes: SharedInformer<NodeObject>;
  private readonly queue: Workqueue;
  private readonly context: ControllerContext;
  private step = 0;

  constructor(context: ControllerContext) {
    this.context = context;
    this.nodes = context.informer(resources.nodes);
    this.queue = context.queue('ttlcontroller');
    this.nodes.addHandler({
      onAdd: (node) => this.resized(node, 1),
      onUpdate: (old, node) => {
        if (old.metadata.annotations !== node.metadata.annotations) this.queue.add(node.metadata.name!);
      },
      onDelete: (node) => this.resized(node, -1),
    });
    context.work(this.queue, 5, (key) => this.sync(key));
  }

  private resized(node: NodeObject, change: 1 | -1): void {
    const { size } = this.nodes.store;
    while (this.step < BOUNDARIES.length - 1 && size > BOUNDARIES[this.step].max) this.step++;
    while (this.step > 0 && size < BOUNDARIES[this.step].min) this.step--;
    if (change > 0) this.queue.add(node.metadata.name!);
  }

  private *sync(name: string): Process<SyncResult> {
    const node = this.nodes.get('', name);
    const wanted = String(BOUNDARIES[this.step].seconds);
    if (!node || node.metadata.annotations?.[ANNOTATION] === wanted) return undefined;
    const patch = { metadata: { annotations: { [ANNOTATION]: wanted } } };
    const reply = yield* this.context.client.resource(resources.nodes).patch('', name, 'application/strategic-merge-patch+json', patch);
    return isFailure(reply) && !isNotFound(reply) ? textOf(reply) : undefined;
  }
}
