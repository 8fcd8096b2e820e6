import type { CniCall, CniError, CniResult } from '../../contracts/cni.ts';
import type { CriError, Sandbox, SandboxConfig } from '../../contracts/cri.ts';
import { isNetworkFailure, type Process } from '../../engine/index.ts';
import type { Runtime } from './runtime.ts';
import type { SandboxRecord } from './store.ts';

/** Pod sandboxes: a network namespace with the pause process in it. Source: containerd v1.7 pkg/cri/sbserver, in behaviour. */
export class Sandboxes {
  private readonly runtime: Runtime;

  constructor(runtime: Runtime) {
    this.runtime = runtime;
  }

  *run(config: SandboxConfig): Process<Sandbox | CriError> {
    const { runtime } = this;
    const id = runtime.ids.next();
    if (!config.hostNetwork) runtime.kernel.namespaces.add(id);
    const ip = config.hostNetwork ? '' : yield* this.attach(id, config);
    if (typeof ip !== 'string') {
      runtime.kernel.namespaces.remove(id);
      return ip;
    }
    yield* runtime.work(runtime.durations.runSandbox);
    const { podUid, podName, podNamespace, attempt, hostNetwork } = config;
    const status: Sandbox = { podUid, podName, podNamespace, attempt, hostNetwork, id, ip, state: 'SANDBOX_READY', createdAtUs: runtime.nowUs };
    runtime.store.addSandbox({ status });
    runtime.self.touch();
    return status;
  }

  /** Takes the address back. Containers of the sandbox are stopped before. */
  *stop(id: string): Process<CriError | null> {
    const { runtime } = this;
    const record = runtime.store.sandboxes.get(id);
    if (!record || record.status.state === 'SANDBOX_NOTREADY') return null;
    yield* runtime.work(runtime.durations.stopSandbox);
    const failure = record.status.hostNetwork ? null : yield* this.detach(record);
    if (failure) return failure;
    runtime.kernel.namespaces.remove(id);
    record.status = { ...record.status, state: 'SANDBOX_NOTREADY', ip: '' };
    runtime.self.touch();
    return null;
  }

  *remove(id: string): Process<CriError | null> {
    const record = this.runtime.store.sandboxes.get(id);
    if (!record) return null;
    const failure = yield* this.stop(id);
    if (failure) return failure;
    const { store, kernel } = this.runtime;
    for (const container of [...store.pod(record.status.podUid).containers]) {
      if (container.sandbox !== record) continue;
      if (container.process?.running) kernel.kill(container.process, 'SIGKILL');
      store.removeContainer(container);
    }
    store.removeSandbox(record);
    this.runtime.self.touch();
    return null;
  }

  private *attach(id: string, config: SandboxConfig): Process<string | CriError> {
    const { runtime } = this;
    const pod = `${config.podNamespace}/${config.podName}`;
    const reply = yield* this.call<CniResult | CniError>({ command: 'ADD', sandboxId: id, pod, subnet: runtime.store.podCidr }, pod);
    if (isNetworkFailure(reply)) return { error: cniFailure(id, 'add', reply.reason) };
    if ('message' in reply) return { error: cniFailure(id, 'add', reply.message) };
    runtime.kernel.namespaces.setAddress(id, reply.ip);
    return reply.ip;
  }

  private *detach(record: SandboxRecord): Process<CriError | null> {
    const { id, podNamespace, podName } = record.status;
    const reply = yield* this.call<null | CniError>({ command: 'DEL', sandboxId: id }, `${podNamespace}/${podName}`);
    if (isNetworkFailure(reply)) return { error: `failed to destroy network for sandbox "${id}": plugin type="bridge" failed (delete): ${reply.reason}` };
    return null;
  }

  private call<T>(body: CniCall, pod: string) {
    const { self, options } = this.runtime;
    return self.engine.network.call<T>(self, options.cni(), 'cni', `CNI ${body.command}`, body, { kind: 'cri', about: `pods/${pod}` });
  }
}

const cniFailure = (id: string, verb: string, detail: string): string => `failed to setup network for sandbox "${id}": plugin type="bridge" failed (${verb}): ${detail}`;
