import type { Container, ContainerEvent, SandboxConfig } from '../../contracts/cri.ts';
import { type Actor, type Process, type RandomStream, Signal, type Stream } from '../../engine/index.ts';
import { IdSource } from './ids.ts';
import { type Kernel, kernelOf } from '../../linux/index.ts';
import { type ContainerdOptions, type Durations, instantDurations, realDurations } from './options.ts';
import { type Store, storeOf } from './store.ts';

/** What the services of containerd share: store, kernel, listeners, chance. */
export class Runtime {
  readonly store: Store;
  readonly kernel: Kernel;
  readonly durations: Durations;
  readonly ids: IdSource;
  /** Rung when a pull's progress changed. */
  readonly progress = new Signal();
  private readonly latency: RandomStream;
  private readonly listeners = new Set<Stream>();
  readonly self: Actor;
  readonly options: ContainerdOptions;

  constructor(self: Actor, options: ContainerdOptions) {
    this.self = self;
    this.options = options;
    this.store = storeOf(self.machine);
    this.kernel = kernelOf(self.engine, self.machine);
    this.store.attach(this.kernel);
    this.durations = options.instant ? instantDurations : realDurations;
    this.ids = new IdSource(self.engine.random.stream(`${self.id}/ids`));
    this.latency = self.engine.random.stream(`${self.id}/latency`);
  }

  get nowUs(): number {
    return this.self.engine.nowUs;
  }

  /** Takes the time that a piece of work takes. */
  *work([least, greatest]: readonly [number, number]): Process<void> {
    yield this.latency.between(least, greatest);
  }

  listen(stream: Stream): void {
    this.listeners.add(stream);
    stream.onClosed = () => this.listeners.delete(stream);
  }

  /** Tells the kubelet what became of a container, with the state of the whole pod. */
  emit(type: ContainerEvent['type'], container: Container, pod: SandboxConfig): void {
    this.self.touch();
    if (this.listeners.size === 0) return;
    const records = this.store.pods.get(container.podUid);
    const sandboxes = records?.sandboxes;
    const event: ContainerEvent = {
      type,
      podUid: container.podUid,
      containerId: container.id,
      sandbox: sandboxes && sandboxes.length > 0 ? sandboxes[sandboxes.length - 1].status : undefined,
      containers: records ? records.containers.map((record) => record.status) : [],
    };
    const about = `pods/${pod.podNamespace}/${pod.podName}`;
    for (const stream of this.listeners) stream.send('cri', type, about, event);
  }
}
