import type { CriCall, RuntimeStatus } from '../../contracts/cri.ts';
import type { Actor, CallContext, Process, Program } from '../../engine/index.ts';
import { Containers } from './containers.ts';
import { Images } from './images.ts';
import type { ContainerdInspection, ContainerInspection } from './inspection.ts';
import type { ContainerdOptions } from './options.ts';
import { Runtime } from './runtime.ts';
import { Sandboxes } from './sandboxes.ts';

/** containerd with its CRI plug-in: sandboxes, containers, images. Serves `cri`, and `fault` to whoever breaks things. */
export function containerdProgram(options: ContainerdOptions): Program {
  return function* (self: Actor): Process<void> {
    const containerd = new Containerd(self, options);
    self.inspect = () => containerd.inspect();
    self.serve('cri', (body, context) => containerd.answer(body as CriCall, context));
    self.serve('fault', function* (body) {
      containerd.crash(body as ContainerFault);
    });
    containerd.recover();
  };
}

/** A fault done to a container from outside the simulation. Without a name: to all of the pod. */
export interface ContainerFault {
  readonly podUid: string;
  readonly container?: string;
  readonly exitCode: number;
}

const MAX_LISTED = 128;

class Containerd {
  private readonly runtime: Runtime;
  private readonly images: Images;
  private readonly sandboxes: Sandboxes;
  private readonly containers: Containers;

  constructor(self: Actor, options: ContainerdOptions) {
    this.runtime = new Runtime(self, options);
    this.images = new Images(this.runtime);
    this.sandboxes = new Sandboxes(this.runtime);
    this.containers = new Containers(this.runtime, this.images);
    if (this.runtime.store.podCidr === '' && options.podCidr !== undefined) this.runtime.store.podCidr = options.podCidr;
  }

  crash({ podUid, container, exitCode }: ContainerFault): void {
    this.containers.crash(podUid, container, exitCode);
  }

  recover(): void {
    this.containers.recover();
  }

  *answer(call: CriCall, context: CallContext): Process<unknown> {
    const { store } = this.runtime;
    switch (call.method) {
      case 'RunPodSandbox':
        return yield* this.sandboxes.run(call.config);
      case 'StopPodSandbox':
        return yield* this.sandboxes.stop(call.sandboxId);
      case 'RemovePodSandbox':
        return yield* this.sandboxes.remove(call.sandboxId);
      case 'ListPodSandbox':
        return [...store.sandboxes.values()].map((record) => record.status);
      case 'CreateContainer':
        return yield* this.containers.create(call.sandboxId, call.config);
      case 'StartContainer':
        return yield* this.containers.start(call.containerId);
      case 'StopContainer':
        return yield* this.containers.stop(call.containerId, call.timeoutSeconds);
      case 'RemoveContainer':
        return yield* this.containers.remove(call.containerId);
      case 'ListContainers':
        return [...store.containers.values()].map((record) => record.status);
      case 'ListContainerStats':
        return this.containers.stats();
      case 'ExecSync':
        return yield* this.containers.exec(call.containerId, call.command, call.timeoutSeconds);
      case 'PullImage':
        return yield* this.images.pull(call.image);
      case 'ImageStatus':
        return this.images.find(call.image) ?? null;
      case 'ListImages':
        return this.images.list();
      case 'RemoveImage':
        return this.images.remove(call.image);
      default:
        return this.about(call, context);
    }
  }

  private about(call: CriCall, context: CallContext): unknown {
    const { options } = this.runtime;
    switch (call.method) {
      case 'ContainerEvents': {
        const stream = context.openStream();
        this.runtime.listen(stream);
        return { stream };
      }
      case 'UpdateRuntimeConfig':
        this.runtime.store.podCidr = call.podCidr;
        this.runtime.self.touch();
        return null;
      case 'Status':
        return this.status();
      default:
        return options.instant ? { runtimeName: 'fakeRuntime', runtimeVersion: '0.1.0' } : { runtimeName: 'containerd', runtimeVersion: '1.7.27' };
    }
  }

  /** The network is ready once the CNI configuration can be written, which takes the node's range. */
  private status(): RuntimeStatus {
    const networkReady = this.runtime.options.instant === true || this.runtime.store.podCidr !== '';
    if (networkReady) return { runtimeReady: true, networkReady, reason: '', message: '' };
    return { runtimeReady: true, networkReady, reason: 'NetworkPluginNotReady', message: 'Network plugin returns error: cni plugin not initialized' };
  }

  inspect(): ContainerdInspection {
    const { store } = this.runtime;
    const containers: ContainerInspection[] = [];
    let running = 0;
    let skip = store.containers.size - MAX_LISTED;
    for (const { status, sandbox } of store.containers.values()) {
      if (status.state === 'CONTAINER_RUNNING') running++;
      if (skip-- > 0) continue;
      const { id, name, image, state, attempt } = status;
      containers.push({ id, name, pod: `${sandbox.status.podNamespace}/${sandbox.status.podName}`, image, state, attempt });
    }
    const images = [...store.images.entries()].slice(-MAX_LISTED).map(([name, { sizeBytes }]) => ({ name, sizeBytes }));
    const exited = store.containers.size - running;
    return { sandboxes: store.sandboxes.size, running, exited, images, pulls: this.images.inspectPulls(), containers, podCidr: store.podCidr };
  }
}
