import { type Container, type ContainerEvent, isCriError, type Sandbox } from '../../../contracts/cri.ts';
import { Future, type Process, type SpanId, type Stream } from '../../../engine/index.ts';
import type { KubeletContext } from '../context.ts';

/** A pod as the runtime has it. Containers are oldest first, several per name after restarts. */
export interface RuntimePod {
  readonly sandbox: Sandbox | undefined;
  readonly containers: readonly Container[];
}

export const NO_RUNTIME_POD: RuntimePod = Object.freeze({ sandbox: undefined, containers: Object.freeze([]) });

/** The newest container of a name. Source: kubernetes v1.32 pkg/kubelet/container/runtime.go, FindContainerStatusByName. */
export function newestContainer(pod: RuntimePod, name: string): Container | undefined {
  for (let i = pod.containers.length - 1; i >= 0; i--) if (pod.containers[i].name === name) return pod.containers[i];
  return undefined;
}

interface Fresh {
  readonly pod: RuntimePod;
  readonly span: SpanId;
}

/**
 * The kubelet's picture of its pods in the runtime (PLEG and pod cache). The real one lists all containers every
 * second and compares; this one is told of changes and looks at them at the same instants, so that an idle node costs
 * nothing and a change is seen as late as there. Source: kubernetes v1.32 pkg/kubelet/pleg/generic.go, Relist.
 */
export class PodCache {
  private readonly pods = new Map<string, RuntimePod>();
  private readonly fresh = new Map<string, Fresh>();
  private relistAtUs = -1;
  private readonly context: KubeletContext;
  /** Called for each pod of which a container started or ended, with the span of the cause; `died` lists those that ended. */
  onChange: ((uid: string, died: readonly Container[], span: SpanId) => void) | undefined;
  private up = new Future<true>();

  constructor(context: KubeletContext) {
    this.context = context;
  }

  /** True while the runtime's events arrive. */
  get connected(): boolean {
    return this.up.ready;
  }

  *waitConnected(): Process<void> {
    while (!this.up.ready) yield this.up;
  }

  get(uid: string): RuntimePod {
    return this.pods.get(uid) ?? NO_RUNTIME_POD;
  }

  /** What is known beyond the last relist: for the moments at which the real kubelet asks the runtime itself. */
  newest(uid: string): RuntimePod {
    return this.fresh.get(uid)?.pod ?? this.get(uid);
  }

  uids(): IterableIterator<string> {
    return this.pods.keys();
  }

  forget(uid: string): void {
    this.pods.delete(uid);
    this.fresh.delete(uid);
  }

  /** Keeps a connection to the runtime: lists everything, then follows its events. */
  *run(): Process<void> {
    for (;;) {
      const answer = yield* this.context.cri.call<{ stream: Stream }>({ method: 'ContainerEvents' });
      if (!isCriError(answer)) {
        const ended = new Future<true>();
        answer.stream.onMessage = (body) => this.receive(body as ContainerEvent);
        answer.stream.onClose = () => ended.resolve(true);
        if (yield* this.list()) {
          this.up.resolve(true);
          this.context.self.touch();
          yield ended;
        }
        this.up = new Future<true>();
        this.context.self.touch();
      }
      yield 1_000_000;
    }
  }

  private *list(): Process<boolean> {
    const sandboxes = yield* this.context.cri.call<Sandbox[]>({ method: 'ListPodSandbox' });
    if (isCriError(sandboxes)) return false;
    const containers = yield* this.context.cri.call<Container[]>({ method: 'ListContainers' });
    if (isCriError(containers)) return false;
    const seen = new Map<string, { sandbox: Sandbox | undefined; containers: Container[] }>();
    const pod = (uid: string) => seen.get(uid) ?? seen.set(uid, { sandbox: undefined, containers: [] }).get(uid)!;
    for (const sandbox of sandboxes) pod(sandbox.podUid).sandbox = sandbox;
    for (const container of containers) pod(container.podUid).containers.push(container);
    for (const uid of this.pods.keys()) if (!seen.has(uid)) this.note(uid, NO_RUNTIME_POD);
    for (const [uid, found] of seen) this.note(uid, found);
    this.relist();
    return true;
  }

  /** A sandbox that was just made is seen at the next relist, as everything else is. */
  noteSandbox(uid: string, sandbox: Sandbox): void {
    this.note(uid, { sandbox, containers: this.newest(uid).containers });
    this.relistSoon();
  }

  private receive(event: ContainerEvent): void {
    this.note(event.podUid, { sandbox: event.sandbox, containers: event.containers });
    this.relistSoon();
  }

  private relistSoon(): void {
    const { nowUs, config, self } = this.context;
    const atUs = this.context.nextTickUs(config.relistPeriodUs, nowUs);
    if (this.relistAtUs >= atUs) return;
    this.relistAtUs = atUs;
    self.spawn(this.relistAfter(atUs - nowUs), 0);
  }

  private note(uid: string, pod: RuntimePod): void {
    this.fresh.set(uid, { pod, span: this.context.self.engine.span });
  }

  private *relistAfter(delayUs: number): Process<void> {
    yield delayUs;
    this.relist();
  }

  private relist(): void {
    for (const [uid, { pod, span }] of [...this.fresh]) {
      this.fresh.delete(uid);
      const before = this.get(uid);
      this.pods.set(uid, pod);
      if (pod === NO_RUNTIME_POD) this.pods.delete(uid);
      this.compare(uid, before, pod, span);
    }
  }

  private compare(uid: string, before: RuntimePod, after: RuntimePod, span: SpanId): void {
    const known = new Map(before.containers.map((container) => [container.id, container]));
    const died: Container[] = [];
    let changed = before.sandbox?.state !== after.sandbox?.state;
    for (const container of after.containers) {
      const old = known.get(container.id);
      known.delete(container.id);
      if (old?.state === container.state) continue;
      if (container.state === 'CONTAINER_EXITED') died.push(container);
      if (container.state !== 'CONTAINER_CREATED') changed = true;
    }
    for (const gone of known.values()) if (gone.state === 'CONTAINER_RUNNING') changed = true;
    if (changed) this.onChange?.(uid, died, span);
  }
}
