import type { KubeletCall } from '../../contracts/kubelet.ts';
import type { Actor, Process, Program } from '../../engine/index.ts';
import { resources, SharedInformerFactory } from '../../client-go/index.ts';
import { KubeletContext } from './context.ts';
import type { KubeletInspection } from './inspection.ts';
import { Kubelet } from './kubelet.ts';
import { LeaseController } from './node/heartbeat.ts';
import { RuntimeWatch } from './node/runtime-state.ts';
import { NodeStatusUpdater } from './node/status-updater.ts';
import type { KubeletOptions } from './options.ts';
import { PodCache } from './runtime/pod-cache.ts';
import { KubeletServer } from './server.ts';
import { StatusManager } from './status/manager.ts';

export type { KubeletOptions } from './options.ts';

const MAX_LISTED = 128;

/** The kubelet of one node. Serves `kubelet`: logs and exec. Source: kubernetes v1.32 pkg/kubelet/kubelet.go, Run. */
export function kubeletProgram(options: KubeletOptions): Program {
  return function* (self: Actor): Process<void> {
    const context = new KubeletContext(self, options);
    const { nodeName } = options;
    const informers = new SharedInformerFactory(context.client);
    const pods = informers.informer(resources.pods, { query: { fieldSelector: `spec.nodeName=${nodeName}` } });
    const nodes = informers.informer(resources.nodes, { query: { fieldSelector: `metadata.name=${nodeName}` } });
    const cache = new PodCache(context);
    const runtime = new RuntimeWatch(context, cache);
    const node = new NodeStatusUpdater(context, nodes, runtime);
    const lease = new LeaseController(context, () => node.nodeUid);
    const statuses = new StatusManager(context, pods);
    const kubelet = new Kubelet(context, cache, statuses, nodes, runtime);
    node.pressure = () => kubelet.eviction.memoryPressure;
    kubelet.eviction.onPressure = () => runtime.changed.notify();
    statuses.onGone = (uid) => kubelet.remove(uid);
    self.inspect = () => inspect(kubelet, statuses, lease, runtime);
    const server = new KubeletServer(context, kubelet.workers, cache);
    self.serve('kubelet', (body) => server.answer(body as KubeletCall));

    context.recorder.eventAbout({ kind: 'Node', name: nodeName, uid: nodeName }, 'Normal', 'Starting', 'Starting kubelet.');
    self.spawn(cache.run(), 0);
    self.spawn(runtime.refresh(), 0);
    self.spawn(node.run(), 0);
    self.spawn(lease.run(), 0);
    self.spawn(statuses.run(), 0);
    yield* node.registered.wait();
    const followCidr = (podCIDR: string | undefined): void => {
      if (podCIDR) self.spawn(runtime.setPodCidr(podCIDR));
    };
    nodes.addHandler({ onAdd: (object) => followCidr(object.spec?.podCIDR), onUpdate: (_old, object) => followCidr(object.spec?.podCIDR) });
    informers.start();
    yield* informers.waitForSync();
    yield* cache.waitConnected();
    // The first look at the runtime comes one relist period after the start; until then pods are not synced.
    const firstRelistUs = context.startedUs + context.config.relistPeriodUs;
    if (firstRelistUs > self.engine.nowUs) yield firstRelistUs - self.engine.nowUs;
    pods.addHandler({
      onAdd: (pod) => kubelet.add(pod),
      onUpdate: (_old, pod) => kubelet.update(pod),
      onDelete: (pod) => kubelet.remove(pod.metadata.uid!),
    });
    yield* kubelet.removeOrphans();
  };
}

function inspect(kubelet: Kubelet, statuses: StatusManager, lease: LeaseController, runtime: RuntimeWatch): KubeletInspection {
  const list: { pod: string; state: KubeletInspection['list'][number]['state']; phase: string }[] = [];
  for (const worker of kubelet.workers.workers.values()) {
    if (list.length >= MAX_LISTED) break;
    const { namespace, name } = worker.pod.metadata;
    list.push({ pod: `${namespace}/${name}`, state: worker.state, phase: statuses.get(worker.uid)?.phase ?? worker.pod.status?.phase ?? 'Pending' });
  }
  return {
    pods: kubelet.workers.workers.size,
    workers: { ...kubelet.workers.counts },
    statusQueue: statuses.pending,
    pulling: kubelet.runtime.images.pulling,
    lastLeaseUs: lease.lastRenewedUs,
    problem: runtime.problem() ?? '',
    runtime: runtime.runtimeVersion,
    list,
  };
}
