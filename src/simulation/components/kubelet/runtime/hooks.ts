import type { LifecycleHandler } from 'kubernetes-types/core/v1.d.ts';
import { type Container, type ExecResult, isCriError } from '../../../contracts/cri.ts';
import { Future, type Process } from '../../../engine/index.ts';
import { type KubeletContext, podAbout, type PodObject } from '../context.ts';
import { containerField } from './fields.ts';

/** Runs lifecycle hooks. Source: kubernetes v1.32 pkg/kubelet/lifecycle/handlers.go. */
export class HookRunner {
  private readonly context: KubeletContext;

  constructor(context: KubeletContext) {
    this.context = context;
  }

  /** Answers an error text, or undefined when the hook succeeded. */
  *postStart(pod: PodObject, container: Container, hook: LifecycleHandler): Process<string | undefined> {
    const error = yield* this.run(pod, container, hook);
    if (error === undefined) return undefined;
    this.context.containerEvent(pod, containerField(pod, container.name), 'Warning', 'FailedPostStartHook', 'PostStartHook failed');
    return error;
  }

  /** Answers how many seconds it took, at most the grace period. A hook that fails does not keep the container. */
  *preStop(pod: PodObject, container: Container, hook: LifecycleHandler, graceSeconds: number): Process<number> {
    const startedUs = this.context.nowUs;
    const finished = new Future<string | undefined>();
    const task = this.context.self.spawn(this.run(pod, container, hook));
    task.onDone = (error) => finished.resolve(error as string | undefined);
    const deadline = this.context.self.engine.deadlines.add(graceSeconds * 1_000_000, () => finished.resolve(undefined));
    const error = yield* finished.wait();
    deadline.callback = null;
    task.cancel();
    if (error !== undefined) this.context.containerEvent(pod, containerField(pod, container.name), 'Warning', 'FailedPreStopHook', 'PreStopHook failed');
    return Math.floor((this.context.nowUs - startedUs) / 1_000_000);
  }

  private *run(pod: PodObject, container: Container, hook: LifecycleHandler): Process<string | undefined> {
    const sleep = (hook as { sleep?: { seconds: number } }).sleep;
    if (sleep) {
      yield sleep.seconds * 1_000_000;
      return undefined;
    }
    if (!hook.exec) return undefined;
    const reply = yield* this.context.cri.call<ExecResult>({ method: 'ExecSync', containerId: container.id, command: hook.exec.command ?? [], timeoutSeconds: 0 }, podAbout(pod));
    if (isCriError(reply)) return reply.error;
    return reply.exitCode === 0 ? undefined : `command '${(hook.exec.command ?? []).join(' ')}' exited with ${reply.exitCode}: ${reply.output}`;
  }
}
