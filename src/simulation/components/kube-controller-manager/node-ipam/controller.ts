import type { Node } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { type EventRecorder, isFailure, resources, type SharedInformer, type Workqueue } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import type { ControllerContext, SyncResult } from '../context.ts';
import { textOf } from '../failures.ts';
import { CidrSet } from './cidr-set.ts';

const WORKERS = 30;

/**
 * Gives each node a network for its pods out of --cluster-cidr.
 * Source: kubernetes v1.32 pkg/controller/nodeipam/ipam/range_allocator.go.
 */
export class NodeIpamController {
  private readonly nodes: SharedInformer<Typed<Node>>;
  private readonly queue: Workqueue;
  private readonly recorder: EventRecorder;
  private readonly networks: CidrSet;
  /** What each node has, also before the cache knows. */
  private readonly allocated = new Map<string, string>();
  private readonly context: ControllerContext;

  constructor(context: ControllerContext) {
    this.context = context;
    const { clusterCidr, nodeCidrMaskSize } = context.config;
    this.networks = new CidrSet(clusterCidr === '' ? '10.244.0.0/16' : clusterCidr, nodeCidrMaskSize);
    this.nodes = context.informer(resources.nodes);
    this.queue = context.queue('cidrallocator_node');
    this.recorder = context.recorder('cidrAllocator');
    if (clusterCidr === '') return;
    this.nodes.addHandler({
      onAdd: (node) => this.seen(node),
      onUpdate: (_old, node) => this.seen(node),
      onDelete: (node) => this.queue.add(node.metadata.name!),
    });
    context.work(this.queue, WORKERS, (key) => this.sync(key));
  }

  private seen(node: Typed<Node>): void {
    const name = node.metadata.name!;
    const cidr = node.spec?.podCIDR;
    if (!cidr) return this.queue.add(name);
    if (this.allocated.get(name) === cidr) return;
    this.networks.occupy(cidr);
    this.allocated.set(name, cidr);
  }

  private *sync(name: string): Process<SyncResult> {
    const node = this.nodes.get('', name);
    if (!node) return this.release(name);
    if (node.spec?.podCIDR) return undefined;
    const cidr = this.allocated.get(name) ?? this.networks.allocate();
    if (cidr === undefined) {
      this.recorder.event(node, 'Normal', 'CIDRNotAvailable', `Node ${name} status is now: CIDRNotAvailable`);
      return 'failed to allocate cidr from cluster cidr at idx:0: CIDR allocation failed; there are no remaining CIDRs left to allocate in the accepted range';
    }
    this.allocated.set(name, cidr);
    const patch = { spec: { podCIDR: cidr, podCIDRs: [cidr] } };
    const reply = yield* this.context.client.resource(resources.nodes).patch('', name, 'application/strategic-merge-patch+json', patch);
    if (isFailure(reply)) return textOf(reply);
    this.context.why('nodeipam.allocated', `nodes/${name}`, { node: name, cidr });
    this.context.note(name, cidr);
    return undefined;
  }

  private release(name: string): void {
    const cidr = this.allocated.get(name);
    if (cidr === undefined) return;
    this.networks.release(cidr);
    this.allocated.delete(name);
  }
}
