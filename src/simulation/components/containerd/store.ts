import type { Container, Image, Sandbox } from '../../contracts/cri.ts';
import { LOG_DIRECTORY } from '../../contracts/kubelet.ts';
import type { ProgramDescription } from '../../contracts/programs.ts';
import type { Machine } from '../../engine/index.ts';
import type { Kernel, LinuxProcess } from '../../linux/index.ts';
import type { ContainerFiles } from './files.ts';
import type { ContainerLog } from './log.ts';

/** A sandbox with its newest state. */
export interface SandboxRecord {
  status: Sandbox;
}

/** A container with its newest state and the process behind its shim. */
export interface ContainerRecord {
  status: Container;
  readonly sandbox: SandboxRecord;
  readonly program: ProgramDescription;
  readonly log: ContainerLog;
  /** Made when somebody first looks into it. */
  files: ContainerFiles | undefined;
  process: LinuxProcess | undefined;
  /** Called once, when the process has ended. */
  readonly onExit: (() => void)[];
}

export interface StoredImage extends Image {
  readonly startUpUs: number;
}

/** One pod's sandboxes and containers, oldest first. */
export interface PodRecord {
  readonly sandboxes: SandboxRecord[];
  readonly containers: ContainerRecord[];
}

/**
 * containerd's metadata and content. Images stay on the disk for ever; sandboxes and containers stay while the kernel
 * lives that runs them. Differs from the real one, which still lists them after a reboot, as exited: here a boot begins
 * with an empty list, as the hollow runtime of the recordings does.
 */
export class Store {
  readonly images = new Map<string, StoredImage>();
  readonly layers = new Set<string>();
  readonly sandboxes = new Map<string, SandboxRecord>();
  readonly containers = new Map<string, ContainerRecord>();
  readonly pods = new Map<string, PodRecord>();
  podCidr = '';
  /** Log files by container id; those of removed containers go with them. */
  readonly logs = new Map<string, ContainerLog>();
  private boot = 0;

  /** Forgets what a reboot ended. */
  attach(kernel: Kernel): void {
    if (this.boot === kernel.actor.starts) return;
    this.boot = kernel.actor.starts;
    this.sandboxes.clear();
    this.containers.clear();
    this.pods.clear();
    this.logs.clear();
  }

  addSandbox(record: SandboxRecord): void {
    this.sandboxes.set(record.status.id, record);
    this.pod(record.status.podUid).sandboxes.push(record);
  }

  addContainer(record: ContainerRecord): void {
    this.containers.set(record.status.id, record);
    this.pod(record.status.podUid).containers.push(record);
  }

  removeSandbox(record: SandboxRecord): void {
    this.sandboxes.delete(record.status.id);
    const pod = this.pod(record.status.podUid);
    drop(pod.sandboxes, record);
    this.forgetIfEmpty(record.status.podUid, pod);
  }

  removeContainer(record: ContainerRecord): void {
    this.containers.delete(record.status.id);
    this.logs.delete(record.status.id);
    const pod = this.pod(record.status.podUid);
    drop(pod.containers, record);
    this.forgetIfEmpty(record.status.podUid, pod);
  }

  pod(uid: string): PodRecord {
    let pod = this.pods.get(uid);
    if (!pod) this.pods.set(uid, (pod = { sandboxes: [], containers: [] }));
    return pod;
  }

  private forgetIfEmpty(uid: string, pod: PodRecord): void {
    if (pod.sandboxes.length === 0 && pod.containers.length === 0) this.pods.delete(uid);
  }
}

function drop<T>(list: T[], item: T): void {
  const index = list.indexOf(item);
  if (index >= 0) list.splice(index, 1);
}

const DISK = 'containerd';

/** The store on a machine's disk; made at the first start. */
export function storeOf(machine: Machine): Store {
  let store = machine.disk.get(DISK) as Store | undefined;
  if (!store) {
    machine.disk.set(DISK, (store = new Store()));
    machine.disk.set(LOG_DIRECTORY, store.logs);
  }
  return store;
}
