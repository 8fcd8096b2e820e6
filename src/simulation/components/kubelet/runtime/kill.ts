import type { Container as ContainerSpec, LifecycleHandler } from 'kubernetes-types/core/v1.d.ts';
import { type Container, isCriError } from '../../../contracts/cri.ts';
import { Future, type Process } from '../../../engine/index.ts';
import { type KubeletContext, podAbout, type PodObject } from '../context.ts';
import type { HookRunner } from './hooks.ts';
import { containerField } from './fields.ts';
import type { PodCache, RuntimePod } from './pod-cache.ts';
import { isSidecar } from './restart.ts';

/** The least time that a container gets between SIGTERM and SIGKILL. */
const MINIMUM_GRACE_SECONDS = 2;

/** Stops containers and pods. Source: kubernetes v1.32 pkg/kubelet/kuberuntime/kuberuntime_container.go, killContainer. */
export class Killer {
  private readonly context: KubeletContext;
  private readonly hooks: HookRunner;
  private readonly cache: PodCache;

  constructor(context: KubeletContext, hooks: HookRunner, cache: PodCache) {
    this.context = context;
    this.hooks = hooks;
    this.cache = cache;
  }

  /** Stops one container: preStop hook, SIGTERM, and SIGKILL when the grace period is over. Answers an error text or undefined. */
  *container(pod: PodObject, spec: ContainerSpec | undefined, container: Container, message: string, graceSeconds: number): Process<string | undefined> {
    const { context } = this;
    context.containerEvent(pod, containerField(pod, container.name), 'Normal', 'Killing', message || `Stopping container ${container.name}`);
    context.self.why('kubelet.killing', podAbout(pod), { container: container.name, reason: message || 'deleted', gracePeriodSeconds: graceSeconds });
    let left = graceSeconds;
    const hook = spec?.lifecycle?.preStop as LifecycleHandler | undefined;
    if (hook && left > 0) left -= yield* this.hooks.preStop(pod, container, hook, left);
    if (left < MINIMUM_GRACE_SECONDS && graceSeconds > 0) left = MINIMUM_GRACE_SECONDS;
    const timeoutUs = (left + 120) * 1_000_000;
    const reply = yield* context.cri.call<null>({ method: 'StopContainer', containerId: container.id, timeoutSeconds: left }, podAbout(pod), timeoutUs);
    return isCriError(reply) && reply.code !== 'NotFound' ? reply.error : undefined;
  }

  /** Stops a pod's containers together, sidecars after the others, then its sandbox. */
  *pod(pod: PodObject, runtimePod: RuntimePod, graceSeconds: number): Process<string | undefined> {
    const running = runtimePod.containers.filter((container) => container.state === 'CONTAINER_RUNNING');
    const sidecars = (pod.spec!.initContainers ?? []).filter(isSidecar);
    const isSidecarContainer = (container: Container): boolean => sidecars.some(({ name }) => name === container.name);
    const startedUs = this.context.nowUs;
    let failure = yield* this.together(pod, running.filter((container) => !isSidecarContainer(container)), graceSeconds);
    for (const spec of [...sidecars].reverse()) {
      const container = running.find((candidate) => candidate.name === spec.name);
      const spent = Math.floor((this.context.nowUs - startedUs) / 1_000_000);
      if (container) failure ??= yield* this.container(pod, spec, container, '', graceSeconds - spent > 0 ? graceSeconds - spent : 0);
    }
    if (failure !== undefined) return failure;
    const { sandbox } = runtimePod;
    if (sandbox?.state !== 'SANDBOX_READY') return undefined;
    const reply = yield* this.context.cri.call<null>({ method: 'StopPodSandbox', sandboxId: sandbox.id }, podAbout(pod));
    if (isCriError(reply)) return reply.error;
    // The address stays in the status of a pod that has ended.
    this.cache.noteSandbox(pod.metadata.uid!, { ...sandbox, state: 'SANDBOX_NOTREADY' });
    return undefined;
  }

  private *together(pod: PodObject, containers: readonly Container[], graceSeconds: number): Process<string | undefined> {
    if (containers.length === 1) return yield* this.container(pod, specOf(pod, containers[0].name), containers[0], '', graceSeconds);
    let failure: string | undefined;
    let left = containers.length;
    const done = new Future<true>();
    for (const container of containers) {
      const task = this.context.self.spawn(this.container(pod, specOf(pod, container.name), container, '', graceSeconds));
      task.onDone = (error) => {
        failure ??= error as string | undefined;
        if (--left === 0) done.resolve(true);
      };
    }
    if (left > 0) yield done;
    return failure;
  }
}

function specOf(pod: PodObject, name: string): ContainerSpec | undefined {
  return pod.spec!.containers.find((spec) => spec.name === name) ?? pod.spec!.initContainers?.find((spec) => spec.name === name);
}
