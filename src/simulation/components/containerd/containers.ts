import type { Container, ContainerConfig, ContainerStats, CriError, ExecResult } from '../../contracts/cri.ts';
import type { PacketRequest, ProgramDescription, ProgramIo, ProgramSpec } from '../../contracts/programs.ts';
import { type Process, Future } from '../../engine/index.ts';
import type { LinuxProcess } from '../../linux/index.ts';
import { ContainerFiles } from './files.ts';
import type { Images } from './images.ts';
import { ContainerLog } from './log.ts';
import type { Runtime } from './runtime.ts';
import type { ContainerRecord, SandboxRecord } from './store.ts';

/** How long a program takes to touch more memory than it may have. */
const OOM_AFTER_US = 400_000;
/** What a program answers when the command is not there. */
const NOT_FOUND = -1;

/** A container of which nobody said what it does: it runs until it is stopped. */
const idle: ProgramDescription = {
  ports: [],
  anyPort: true,
  startUpUs: 0,
  onTerminate: { exitCode: 0, afterUs: 0 },
  *exec() {
    return 0;
  },
  memoryBytes: 0,
  cpuMillicores: 0,
};

/** Containers and the processes in them. Source: containerd v1.7 pkg/cri/sbserver, in behaviour. */
export class Containers {
  private readonly runtime: Runtime;
  private readonly images: Images;

  constructor(runtime: Runtime, images: Images) {
    this.runtime = runtime;
    this.images = images;
  }

  *create(sandboxId: string, config: ContainerConfig): Process<Container | CriError> {
    const { runtime } = this;
    const sandbox = runtime.store.sandboxes.get(sandboxId);
    if (!sandbox) return { error: `failed to find sandbox id "${sandboxId}": not found`, code: 'NotFound' };
    const image = this.images.find(config.image);
    if (!image) return { error: `failed to get image from containerd "${config.image}": not found`, code: 'NotFound' };
    yield* runtime.work(runtime.durations.create);
    // Written out: a literal with a spread and so many more fields is slow.
    const status: Container = {
      name: config.name, attempt: config.attempt, image: config.image, command: config.command, args: config.args, env: config.env,
      memoryLimitBytes: config.memoryLimitBytes, cpuLimitMillicores: config.cpuLimitMillicores, mounts: config.mounts, annotations: config.annotations,
      id: runtime.ids.next(),
      sandboxId,
      podUid: sandbox.status.podUid,
      state: 'CONTAINER_CREATED',
      createdAtUs: runtime.nowUs,
      startedAtUs: 0,
      finishedAtUs: 0,
      exitCode: 0,
      reason: '',
      imageId: image.id,
    };
    const program = runtime.options.programs?.(specOf(config, sandbox, runtime.options.instant === true)) ?? idle;
    runtime.store.addContainer({ status, sandbox, program, log: new ContainerLog(), files: undefined, process: undefined, onExit: [] });
    runtime.self.touch();
    return status;
  }

  *start(id: string): Process<Container | CriError> {
    const { runtime } = this;
    const record = runtime.store.containers.get(id);
    if (!record) return { error: `an error occurred when try to find container "${id}": not found`, code: 'NotFound' };
    yield* runtime.work(runtime.durations.start);
    if (record.program.startError !== undefined) return this.refuse(record, record.program.startError);
    if (record.sandbox.status.state !== 'SANDBOX_READY') return { error: `sandbox container "${record.status.sandboxId}" is not running` };
    record.status = { ...record.status, state: 'CONTAINER_RUNNING', startedAtUs: runtime.nowUs };
    record.process = this.launch(record);
    runtime.emit('CONTAINER_STARTED_EVENT', record.status, record.sandbox.status);
    return record.status;
  }

  /** SIGTERM, then SIGKILL after the timeout. Answers when the process has ended. */
  *stop(id: string, timeoutSeconds: number): Process<CriError | null> {
    const record = this.runtime.store.containers.get(id);
    if (!record?.process?.running) return null;
    const { kernel } = this.runtime;
    const ended = new Future<boolean>();
    record.onExit.push(() => ended.resolve(true));
    if (timeoutSeconds > 0) {
      kernel.kill(record.process, 'SIGTERM');
      const deadline = this.runtime.self.engine.deadlines.add(timeoutSeconds * 1_000_000, () => ended.resolve(false));
      const inTime = yield* ended.wait();
      deadline.callback = null;
      if (inTime) return null;
    }
    kernel.kill(record.process, 'SIGKILL');
    return null;
  }

  *remove(id: string): Process<CriError | null> {
    const record = this.runtime.store.containers.get(id);
    if (!record) return null;
    if (record.process?.running) yield* this.stop(id, 0);
    this.runtime.store.removeContainer(record);
    this.runtime.self.touch();
    return null;
  }

  *exec(id: string, command: readonly string[], timeoutSeconds: number): Process<ExecResult | CriError> {
    const record = this.runtime.store.containers.get(id);
    if (!record?.process?.running) return { error: `container "${id}" is not running`, code: 'NotFound' };
    const lines: string[] = [];
    const io = this.ioOf(record, (line) => lines.push(line));
    const ended = new Future<number | undefined>();
    const task = this.runtime.kernel.actor.spawn(record.program.exec(command, io) as Process<number>);
    task.onDone = (exitCode) => ended.resolve(exitCode as number);
    const deadline = timeoutSeconds > 0 ? this.runtime.self.engine.deadlines.add(timeoutSeconds * 1_000_000, () => ended.resolve(undefined)) : undefined;
    const exitCode = yield* ended.wait();
    if (deadline) deadline.callback = null;
    task.cancel();
    const output = lines.join('\n');
    if (exitCode === undefined) return { error: `failed to exec in container: timeout ${timeoutSeconds}s exceeded: context deadline exceeded`, code: 'DeadlineExceeded' };
    if (exitCode === NOT_FOUND) return { error: `failed to exec in container: failed to start exec "${this.runtime.ids.next()}": OCI runtime exec failed: exec failed: unable to start container process: exec: "${command[0]}": executable file not found in $PATH: unknown` };
    return { exitCode, output };
  }

  /** What the running containers use. */
  stats(): ContainerStats[] {
    const stats: ContainerStats[] = [];
    for (const { status, program, process } of this.runtime.store.containers.values()) {
      if (!process?.running) continue;
      stats.push({ containerId: status.id, podUid: status.podUid, name: status.name, memoryBytes: program.memoryBytes, cpuMillicores: program.cpuMillicores });
    }
    return stats;
  }

  /** Lets the processes of a pod's container fail, or of all of them when none is named. */
  crash(podUid: string, name: string | undefined, exitCode: number): void {
    for (const record of [...this.runtime.store.pod(podUid).containers]) {
      if (record.process?.running && (name === undefined || record.status.name === name)) this.runtime.kernel.crash(record.process, exitCode);
    }
  }

  /** After a restart of containerd: what ended meanwhile is written down now. */
  recover(): void {
    for (const record of this.runtime.store.containers.values()) {
      if (record.process && !record.process.running && record.status.state === 'CONTAINER_RUNNING') this.exited(record);
    }
  }

  private refuse(record: ContainerRecord, reason: string): CriError {
    const { runtime } = this;
    record.status = { ...record.status, state: 'CONTAINER_EXITED', startedAtUs: 0, finishedAtUs: runtime.nowUs, exitCode: 128, reason: 'StartError' };
    runtime.emit('CONTAINER_STOPPED_EVENT', record.status, record.sandbox.status);
    return { error: `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ${reason}: unknown` };
  }

  private launch(record: ContainerRecord): LinuxProcess {
    const { program, status, sandbox } = record;
    const { runtime } = this;
    const spec = specOf(status, sandbox, runtime.options.instant === true);
    const { main } = program;
    const process = runtime.kernel.start({
      command: [...status.command, ...status.args].join(' ') || status.image,
      cgroup: `/kubepods/pod${status.podUid}/${status.id}`,
      namespace: sandbox.status.id,
      main: main && ((own) => main(this.ioOf(record, (line) => this.write(record, line), own)) as Process<number>),
      onTerminate: program.onTerminate,
      listens: (port, process) => (program.anyPort || program.ports.includes(port)) && runtime.nowUs >= process.startedAtUs + program.startUpUs,
      answer: (packet) => ({ outcome: 'open', http: program.http?.((packet as PacketRequest).path, spec) }),
      onExit: () => this.onExit(record),
    });
    if (status.memoryLimitBytes > 0 && program.memoryBytes > status.memoryLimitBytes) runtime.kernel.actor.spawn(this.outgrow(process));
    return process;
  }

  /** Memory beyond the limit of the control group: the kernel kills the process while it still grows. */
  private *outgrow(process: LinuxProcess): Process<void> {
    yield OOM_AFTER_US;
    this.runtime.kernel.oomKill(process);
  }

  private ioOf(record: ContainerRecord, print: (line: string) => void, process?: LinuxProcess): ProgramIo {
    const { runtime } = this;
    const { engine } = runtime.self;
    return {
      spec: specOf(record.status, record.sandbox, runtime.options.instant === true),
      files: (record.files ??= new ContainerFiles(record.status.mounts)),
      onTerminate: (what) => {
        if (process) process.onTerminate = what;
      },
      nowUs: () => engine.nowUs,
      print,
      random: (bound) => engine.random.stream(`${runtime.self.id}/programs`).int(bound),
      // Programs reach other pods once packets are routed; until then nobody answers.
      *request() {
        yield 1_000_000;
        return undefined;
      },
      ip: record.sandbox.status.ip,
    };
  }

  private write(record: ContainerRecord, line: string): void {
    const { store, nowUs } = this.runtime;
    if (record.log.written === 0) store.logs.set(record.status.id, record.log);
    record.log.append(nowUs, line);
  }

  private onExit(record: ContainerRecord): void {
    const { self } = this.runtime;
    // The shim tells containerd, if it is there; else `recover` finds out.
    if (self.state === 'running') this.exited(record);
    else if (self.alive) self.spawn(this.reap(record));
    for (const callback of record.onExit.splice(0)) callback();
  }

  /** What a frozen containerd hears of when it goes on. */
  private *reap(record: ContainerRecord): Process<void> {
    this.exited(record);
  }

  private exited(record: ContainerRecord): void {
    const process = record.process!;
    const exitCode = process.exitCode!;
    const reason = process.oomKilled ? 'OOMKilled' : exitCode === 0 ? 'Completed' : 'Error';
    record.status = { ...record.status, state: 'CONTAINER_EXITED', exitCode, reason, finishedAtUs: process.exitedAtUs };
    this.runtime.kernel.reap(process);
    this.runtime.emit('CONTAINER_STOPPED_EVENT', record.status, record.sandbox.status);
  }
}

function specOf(config: ContainerConfig, sandbox: SandboxRecord, hollow: boolean): ProgramSpec {
  const { image, command, args, env, annotations } = config;
  return { image, command, args, env, annotations, podName: sandbox.status.podName, hollow };
}
