import { isCriError, type RuntimeStatus, type RuntimeVersion } from '../../../contracts/cri.ts';
import { type Process, Signal } from '../../../engine/index.ts';
import type { KubeletContext } from '../context.ts';
import type { RuntimeState } from '../kubelet.ts';
import type { PodCache } from '../runtime/pod-cache.ts';

const RETRY_US = 1_000_000;

/**
 * Whether the container runtime and its network are up. Source: kubernetes v1.32 pkg/kubelet/kubelet.go, updateRuntimeUp.
 * Differs: asks again when the connection comes back or the network's configuration changes, not every 5 s.
 */
export class RuntimeWatch implements RuntimeState {
  /** Rung when the answer of `problem` may have changed. */
  readonly changed = new Signal();
  private version: RuntimeVersion | undefined;
  private status: RuntimeStatus | undefined;
  private sentCidr = '';
  private readonly context: KubeletContext;
  private readonly cache: PodCache;

  constructor(context: KubeletContext, cache: PodCache) {
    this.context = context;
    this.cache = cache;
  }

  runtimeName(): string {
    return this.version?.runtimeName ?? 'containerd';
  }

  get runtimeVersion(): string {
    return this.version ? `${this.version.runtimeName}://${this.version.runtimeVersion}` : '';
  }

  networkProblem(): string | undefined {
    if (!this.status || this.status.networkReady) return undefined;
    return `container runtime network not ready: NetworkReady=false reason:${this.status.reason} message:${this.status.message}`;
  }

  /** Why the node is not ready, or undefined. */
  problem(): string | undefined {
    if (!this.cache.connected || !this.status) return '[container runtime status check may not have completed yet]';
    return this.networkProblem();
  }

  /** Asks version and status, until both are known. */
  *refresh(): Process<void> {
    for (;;) {
      yield* this.cache.waitConnected();
      const version = yield* this.context.cri.call<RuntimeVersion>({ method: 'Version' });
      const status = yield* this.context.cri.call<RuntimeStatus>({ method: 'Status' });
      if (!isCriError(version) && !isCriError(status)) {
        this.version = version;
        this.context.runtimeName = version.runtimeName;
        this.status = status;
        return this.changed.notify();
      }
      yield RETRY_US;
    }
  }

  /** Tells the runtime the node's range for pods. */
  *setPodCidr(podCidr: string): Process<void> {
    if (podCidr === this.sentCidr) return;
    this.sentCidr = podCidr;
    yield* this.cache.waitConnected();
    const reply = yield* this.context.cri.call<null>({ method: 'UpdateRuntimeConfig', podCidr });
    if (isCriError(reply)) this.sentCidr = '';
    yield* this.refresh();
  }
}
