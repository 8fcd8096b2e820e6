import type { Container as ContainerSpec } from 'kubernetes-types/core/v1.d.ts';
import { type Container, isCriError, type Sandbox } from '../../../contracts/cri.ts';
import type { Process } from '../../../engine/index.ts';
import { Backoff } from '../backoff.ts';
import { type KubeletContext, podAbout, type PodObject, podText } from '../context.ts';
import { ImageManager } from '../images/manager.ts';
import type { StartError } from '../status/container-statuses.ts';
import { computePodActions, type FailedProbes } from './actions.ts';
import { rpcText } from './cri-client.ts';
import type { ConfigSource } from '../config-source.ts';
import { Environment } from './environment.ts';
import { containerField } from './fields.ts';
import { HookRunner } from './hooks.ts';
import { Killer } from './kill.ts';
import { newestContainer, type PodCache, type RuntimePod } from './pod-cache.ts';
import { isSidecar } from './restart.ts';
import { Attempts } from './attempts.ts';
import type { VolumeManager } from '../volumes/manager.ts';

/** What a sync of a pod came to. `failed`: try again after a while. */
export interface SyncOutcome {
  readonly startErrors: ReadonlyMap<string, StartError>;
  readonly failed: boolean;
}

const NO_ERRORS: ReadonlyMap<string, StartError> = new Map();
const FINE: SyncOutcome = Object.freeze({ startErrors: NO_ERRORS, failed: false });
const FAILED: SyncOutcome = Object.freeze({ startErrors: NO_ERRORS, failed: true });

/** Brings a pod's containers to what its spec says. Source: kubernetes v1.32 pkg/kubelet/kuberuntime/kuberuntime_manager.go, SyncPod. */
export class RuntimeManager {
  readonly images: ImageManager;
  readonly killer: Killer;
  readonly backoff: Backoff;
  private readonly hooks: HookRunner;
  private readonly environment: Environment;
  private readonly attempts: Attempts;
  private readonly context: KubeletContext;
  private readonly cache: PodCache;
  private readonly probes: FailedProbes;
  private readonly volumes: VolumeManager;

  constructor(context: KubeletContext, cache: PodCache, probes: FailedProbes, volumes: VolumeManager, configs: ConfigSource) {
    this.context = context;
    this.cache = cache;
    this.probes = probes;
    this.images = new ImageManager(context);
    this.hooks = new HookRunner(context);
    this.killer = new Killer(context, this.hooks, cache);
    this.backoff = new Backoff(10_000_000, context.config.maxContainerBackOffUs);
    this.volumes = volumes;
    this.attempts = new Attempts(context);
    this.environment = new Environment(context, configs);
  }

  *syncPod(pod: PodObject, runtimePod: RuntimePod): Process<SyncOutcome> {
    const actions = computePodActions(pod, runtimePod, this.probes);
    if (actions.killPod) {
      if (actions.createSandbox) this.context.recorder.event(pod, 'Normal', 'SandboxChanged', 'Pod sandbox changed, it will be killed and re-created.');
      if (yield* this.killer.pod(pod, runtimePod, graceOf(pod))) return FAILED;
    }
    for (const kill of actions.toKill) {
      const grace = kill.reason === 'Unknown' ? undefined : probeGrace(kill.spec, kill.reason);
      if (yield* this.killer.container(pod, kill.spec, kill.container, kill.message, grace ?? graceOf(pod))) return FAILED;
    }
    const sandbox = actions.createSandbox ? yield* this.createSandbox(pod, actions.attempt) : runtimePod.sandbox;
    if (!sandbox) return actions.createSandbox ? FAILED : FINE;
    return yield* this.startAll(pod, runtimePod, sandbox, actions.initToStart, actions.toStart);
  }

  private *createSandbox(pod: PodObject, attempt: number): Process<Sandbox | undefined> {
    const { name, namespace, uid } = pod.metadata;
    const config = { podUid: uid!, podName: name!, podNamespace: namespace!, attempt, hostNetwork: pod.spec!.hostNetwork === true };
    const reply = yield* this.context.cri.call<Sandbox>({ method: 'RunPodSandbox', config }, podAbout(pod), 240_000_000);
    if (!isCriError(reply)) {
      this.cache.noteSandbox(uid!, reply);
      return reply;
    }
    this.context.recorder.event(pod, 'Warning', 'FailedCreatePodSandBox', `Failed to create pod sandbox: ${rpcText(reply)}`);
    return undefined;
  }

  private *startAll(pod: PodObject, runtimePod: RuntimePod, sandbox: Sandbox, init: readonly ContainerSpec[], containers: readonly ContainerSpec[]): Process<SyncOutcome> {
    let errors: Map<string, StartError> | undefined;
    for (const spec of init) {
      const error = yield* this.start(pod, runtimePod, sandbox, spec);
      if (!error) continue;
      (errors ??= new Map()).set(spec.name, error);
      if (!isSidecar(spec)) return { startErrors: errors, failed: true };
    }
    for (const spec of containers) {
      const error = yield* this.start(pod, runtimePod, sandbox, spec);
      if (error) (errors ??= new Map()).set(spec.name, error);
    }
    return errors ? { startErrors: errors, failed: true } : FINE;
  }

  private *start(pod: PodObject, runtimePod: RuntimePod, sandbox: Sandbox, spec: ContainerSpec): Process<StartError | undefined> {
    const waiting = this.backOff(pod, spec, runtimePod);
    if (waiting) return waiting;
    const field = containerField(pod, spec.name);
    const fail = (reason: string, message: string, event: string): StartError => {
      this.context.containerEvent(pod, field, 'Warning', 'Failed', `Error: ${event}`);
      return { reason, message };
    };
    const image = yield* this.images.ensure(pod, spec, field);
    if (typeof image !== 'string') return fail(image.reason, image.message, image.reason);
    const before = newestContainer(runtimePod, spec.name);
    const config = yield* this.environment.config(pod, spec, image, sandbox, this.attempts.next(pod, spec.name, before), this.volumes.mounts(pod, spec));
    if ('problem' in config) return fail('CreateContainerConfigError', config.problem, config.problem);
    const created = yield* this.context.cri.call<Container>({ method: 'CreateContainer', sandboxId: sandbox.id, config }, podAbout(pod));
    if (isCriError(created)) return fail('CreateContainerError', created.error, created.error);
    this.context.containerEvent(pod, field, 'Normal', 'Created', `Created container: ${spec.name}`);
    const started = yield* this.context.cri.call<Container>({ method: 'StartContainer', containerId: created.id }, podAbout(pod));
    if (isCriError(started)) return fail('RunContainerError', started.error, started.error);
    this.context.containerEvent(pod, field, 'Normal', 'Started', `Started container ${spec.name}`);
    this.context.self.why('kubelet.started-container', podAbout(pod), { container: spec.name, image: spec.image!, restart: config.attempt });
    return yield* this.postStart(pod, spec, started);
  }

  private *postStart(pod: PodObject, spec: ContainerSpec, container: Container): Process<StartError | undefined> {
    const hook = spec.lifecycle?.postStart;
    if (!hook) return undefined;
    const error = yield* this.hooks.postStart(pod, container, hook);
    if (error === undefined) return undefined;
    yield* this.killer.container(pod, spec, container, 'FailedPostStartHook', graceOf(pod));
    return { reason: 'PostStartHookError', message: 'PostStartHook failed' };
  }

  /** Whether a container that ended has to wait before it is started again. Source: doBackOff. */
  private backOff(pod: PodObject, spec: ContainerSpec, runtimePod: RuntimePod): StartError | undefined {
    const last = newestContainer(runtimePod, spec.name);
    if (last?.state !== 'CONTAINER_EXITED') return undefined;
    const key = `${pod.metadata.uid}/${spec.name}`;
    const { nowUs } = this.context;
    if (!this.backoff.isInBackOffSince(key, last.finishedAtUs, nowUs)) {
      this.backoff.next(key, last.finishedAtUs, nowUs);
      return undefined;
    }
    const seconds = this.backoff.get(key) / 1_000_000;
    this.context.containerEvent(pod, containerField(pod, spec.name), 'Warning', 'BackOff', `Back-off restarting failed container ${spec.name} in pod ${podText(pod)}`);
    this.context.self.why('kubelet.back-off', podAbout(pod), { container: spec.name, seconds });
    return { reason: 'CrashLoopBackOff', message: `back-off ${backOffText(seconds)} restarting failed container=${spec.name} pod=${podText(pod)}` };
  }

  /** Takes the sandbox and what is left of the containers away, once the pod is gone from the API. */
  *removePod(pod: PodObject): Process<void> {
    const { uid } = pod.metadata;
    const { sandbox } = this.cache.newest(uid!);
    const specs = [...pod.spec!.containers, ...(pod.spec!.initContainers ?? [])];
    for (const spec of specs) this.backoff.forget(`${uid}/${spec.name}`);
    this.images.forgetPod(uid!, specs);
    this.attempts.forget(uid!);
    if (sandbox) yield* this.context.cri.call<null>({ method: 'RemovePodSandbox', sandboxId: sandbox.id }, podAbout(pod));
  }

  /** Keeps one ended container per name: the status shows no more. Source: cleanUpContainersInPod. */
  *prune(runtimePod: RuntimePod, pod: PodObject): Process<void> {
    const kept = new Map<string, number>();
    for (let i = runtimePod.containers.length - 1; i >= 0; i--) {
      const container = runtimePod.containers[i];
      if (container.state !== 'CONTAINER_EXITED') continue;
      const count = kept.get(container.name) ?? 0;
      kept.set(container.name, count + 1);
      if (count >= 1) yield* this.context.cri.call<null>({ method: 'RemoveContainer', containerId: container.id }, podAbout(pod));
    }
  }
}

export const graceOf = (pod: PodObject): number => pod.metadata.deletionGracePeriodSeconds ?? pod.spec!.terminationGracePeriodSeconds ?? 30;

function probeGrace(spec: ContainerSpec, reason: 'LivenessProbe' | 'StartupProbe'): number | undefined {
  return (reason === 'LivenessProbe' ? spec.livenessProbe : spec.startupProbe)?.terminationGracePeriodSeconds;
}

/** Seconds as Go prints a duration: `10s`, `1m20s`, `5m0s`. */
function backOffText(seconds: number): string {
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
