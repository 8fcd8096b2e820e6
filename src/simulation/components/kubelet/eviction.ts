import { bytesQuantity, value } from '../../apimachinery/quantity.ts';
import { type ContainerStats, isCriError } from '../../contracts/cri.ts';
import type { Process } from '../../engine/index.ts';
import { podRequests } from '../../kinds/core/pod/requests.ts';
import type { KubeletContext } from './context.ts';
import type { PodWorker, PodWorkers } from './pod-workers.ts';

const MONITOR_PERIOD_US = 10_000_000;
const TRANSITION_PERIOD_US = 300_000_000;
/** `evictionHard: memory.available<100Mi`. */
const THRESHOLD_BYTES = 100 * 1_048_576;
/** What the machine's own daemons use. */
const SYSTEM_BYTES = 400 * 1_048_576;

/** Who can end pods. */
export interface Evictor {
  readonly workers: PodWorkers;
  evict(worker: PodWorker, message: string): void;
}

interface Usage {
  readonly worker: PodWorker;
  readonly bytes: number;
  readonly requestBytes: number;
  readonly containers: readonly ContainerStats[];
}

/**
 * Ends pods when the node runs out of memory: those that use more than they asked for first, then by priority, then by
 * how much more. Source: kubernetes v1.32 pkg/kubelet/eviction/eviction_manager.go, synchronize; helpers.go, rankMemoryPressure.
 * Differs: looks only after containers have started or ended, since usage changes with nothing else; memory only.
 */
export class EvictionManager {
  memoryPressure = false;
  /** Told when the pressure begins or ends. */
  onPressure: (() => void) | undefined;
  private armed = false;
  private lastMetUs = -1;
  private readonly context: KubeletContext;
  private readonly evictor: Evictor;
  private readonly capacityBytes: number;

  constructor(context: KubeletContext, evictor: Evictor) {
    this.context = context;
    this.evictor = evictor;
    this.capacityBytes = value(context.options.capacity.memory);
  }

  /** Looks at the usage at the next of the monitor's instants. */
  look(): void {
    if (this.armed || this.context.isHollow()) return;
    this.armed = true;
    this.context.self.spawn(this.synchronize(), 0);
  }

  private *synchronize(): Process<void> {
    const { context } = this;
    yield context.nextTickUs(MONITOR_PERIOD_US, context.nowUs) - context.nowUs;
    const stats = yield* context.cri.call<ContainerStats[]>({ method: 'ListContainerStats' });
    this.armed = false;
    if (isCriError(stats)) return this.look();
    let used = SYSTEM_BYTES;
    for (const { memoryBytes } of stats) used += memoryBytes;
    const available = this.capacityBytes - used > 0 ? this.capacityBytes - used : 0;
    if (available < THRESHOLD_BYTES) this.relieve(stats, available);
    else if (this.memoryPressure && context.nowUs - this.lastMetUs >= TRANSITION_PERIOD_US) this.setPressure(false);
    if (this.memoryPressure) this.look();
  }

  private relieve(stats: readonly ContainerStats[], available: number): void {
    const { context } = this;
    const { nodeName } = context.options;
    this.lastMetUs = context.nowUs;
    this.setPressure(true);
    context.recorder.eventAbout({ kind: 'Node', name: nodeName, uid: nodeName }, 'Warning', 'EvictionThresholdMet', 'Attempting to reclaim memory');
    const [victim] = this.rank(stats);
    if (victim) this.evictor.evict(victim.worker, messageOf(victim, available));
  }

  private rank(stats: readonly ContainerStats[]): Usage[] {
    const byPod = new Map<string, ContainerStats[]>();
    for (const stat of stats) {
      const known = byPod.get(stat.podUid);
      if (known) known.push(stat);
      else byPod.set(stat.podUid, [stat]);
    }
    const usages: Usage[] = [];
    for (const [uid, containers] of byPod) {
      const worker = this.evictor.workers.get(uid);
      if (worker?.state !== 'sync' || isCritical(worker)) continue;
      let bytes = 0;
      for (const { memoryBytes } of containers) bytes += memoryBytes;
      usages.push({ worker, bytes, requestBytes: podRequests(worker.pod.spec!).memoryBytes, containers });
    }
    return usages.sort(compareVictims);
  }

  private setPressure(pressure: boolean): void {
    if (this.memoryPressure === pressure) return;
    this.memoryPressure = pressure;
    this.context.self.why(pressure ? 'kubelet.memory-pressure' : 'kubelet.memory-relieved', `nodes/${this.context.options.nodeName}`);
    this.onPressure?.();
  }
}

/** Source: kubernetes v1.32 pkg/kubelet/types/pod_update.go, IsCriticalPod. */
const isCritical = ({ pod }: PodWorker): boolean => (pod.spec!.priority ?? 0) >= 2_000_000_000;

function compareVictims(a: Usage, b: Usage): number {
  const exceeds = Number(b.bytes > b.requestBytes) - Number(a.bytes > a.requestBytes);
  if (exceeds !== 0) return exceeds;
  const priority = (a.worker.pod.spec!.priority ?? 0) - (b.worker.pod.spec!.priority ?? 0);
  return priority !== 0 ? priority : b.bytes - b.requestBytes - (a.bytes - a.requestBytes);
}

function messageOf({ worker, containers }: Usage, available: number): string {
  let message = `The node was low on resource: memory. Threshold quantity: ${bytesQuantity(THRESHOLD_BYTES)}, available: ${Math.floor(available / 1024)}Ki. `;
  for (const { name, memoryBytes } of containers) {
    const request = worker.pod.spec!.containers.find((container) => container.name === name)?.resources?.requests?.memory ?? '0';
    if (memoryBytes > value(request)) message += `Container ${name} was using ${Math.floor(memoryBytes / 1024)}Ki, request is ${request}, has larger consumption of memory. `;
  }
  return message;
}
