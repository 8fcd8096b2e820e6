import { Actor, type CallContext, type Engine, type Machine, type Process } from '../engine/index.ts';
import { Cgroups } from './cgroups.ts';
import { Netfilter } from './netfilter.ts';
import { NetworkNamespaces } from './network-namespace.ts';
import { LinuxProcess, type ProcessOptions, type Signal } from './process.ts';

interface Packet {
  readonly ip: string;
  readonly port: number;
}

export const LINUX = 'linux';

/**
 * The kernel of a machine: what lives as long as the power is on, whichever daemon crashes. Container processes belong
 * to it, not to containerd, so they outlive containerd as they do behind their shims.
 */
export class Kernel {
  readonly processes = new Map<number, LinuxProcess>();
  readonly namespaces = new NetworkNamespaces();
  readonly netfilter = new Netfilter();
  readonly cgroups = new Cgroups();
  readonly bootedAtUs: number;
  private nextPid = 1000;
  /** The actor that processes run as; packets to pods of this machine are sent to it. */
  readonly actor: Actor;

  constructor(actor: Actor) {
    this.actor = actor;
    this.bootedAtUs = actor.engine.nowUs;
  }

  start(options: ProcessOptions): LinuxProcess {
    const process = new LinuxProcess(this.nextPid++, this.actor.engine.nowUs, options);
    this.processes.set(process.pid, process);
    this.namespaces.get(options.namespace)?.processes.push(process);
    if (options.main) {
      process.task = this.actor.spawn(options.main(process));
      process.task.onDone = (code) => this.end(process, code as number);
    }
    return process;
  }

  /** Sends a signal. A process that ignores SIGTERM goes on. */
  kill(process: LinuxProcess, signal: Signal): void {
    if (!process.running) return;
    if (signal === 'SIGKILL') return this.end(process, 137);
    const { onTerminate } = process;
    if (process.terminating || onTerminate === undefined) return;
    process.terminating = true;
    if (onTerminate.afterUs === 0) this.end(process, onTerminate.exitCode);
    else this.actor.spawn(this.endLater(process, onTerminate.afterUs, onTerminate.exitCode));
  }

  /** Ends a process as if it had failed by itself. */
  crash(process: LinuxProcess, exitCode: number): void {
    this.end(process, exitCode);
  }

  /** Ends a process that took more memory than its control group may have. */
  oomKill(process: LinuxProcess): void {
    process.oomKilled = true;
    this.kill(process, 'SIGKILL');
  }

  /** Takes an ended process out of the table. */
  reap(process: LinuxProcess): void {
    this.processes.delete(process.pid);
  }

  *receive(body: unknown, _context: CallContext): Process<unknown> {
    const { ip, port } = body as Packet;
    const namespace = this.namespaces.at(ip);
    if (!namespace) return { outcome: 'no-route' };
    const process = namespace.listener(port);
    return process ? process.options.answer(body, process) : { outcome: 'refused' };
  }

  private *endLater(process: LinuxProcess, afterUs: number, exitCode: number): Process<void> {
    yield afterUs;
    this.end(process, exitCode);
  }

  private end(process: LinuxProcess, exitCode: number): void {
    if (!process.running) return;
    process.exitCode = exitCode;
    process.exitedAtUs = this.actor.engine.nowUs;
    process.task?.cancel();
    process.task = undefined;
    this.namespaces.get(process.options.namespace)?.leave(process);
    process.options.onExit(process);
  }
}

const kernels = new WeakMap<Actor, { kernel: Kernel; starts: number }>();

/** The kernel of a machine that has power; a new one after each boot. */
export function kernelOf(engine: Engine, machine: Machine): Kernel {
  const actor = machine.actors.find((candidate) => candidate.component === LINUX) ?? new Actor(engine, machine, LINUX, boot);
  actor.start();
  let entry = kernels.get(actor);
  if (entry?.starts !== actor.starts) kernels.set(actor, (entry = { kernel: new Kernel(actor), starts: actor.starts }));
  const { kernel } = entry!;
  if (!actor.services.has('packet')) actor.serve('packet', (body, context) => kernel.receive(body, context));
  return kernel;
}

/** The machine's processes are started by others; the kernel itself only waits. */
function* boot(): Process<void> {}
