import type { Process, Task } from '../engine/index.ts';

/** How a process ends when it is asked to. */
export interface Termination {
  readonly exitCode: number;
  readonly afterUs: number;
}

/** What a process is to the kernel. */
export interface ProcessOptions {
  readonly command: string;
  /** The control group it runs in: `/kubepods/burstable/pod<uid>/<container>`. */
  readonly cgroup: string;
  /** The network namespace, '' for the machine's own. */
  readonly namespace: string;
  /** Its main routine; the value is the exit code. Absent: it runs until a signal ends it. */
  readonly main?: (process: LinuxProcess) => Process<number>;
  /** What SIGTERM does at first. Undefined: the signal is ignored, as for a process 1 without a handler. */
  readonly onTerminate: Termination | undefined;
  /** True when it listens on a port at an instant. */
  readonly listens: (port: number, process: LinuxProcess) => boolean;
  /** Answers a packet that reached a port on which it listens. */
  readonly answer: (packet: unknown, process: LinuxProcess) => unknown;
  /** Told once, when the process has ended. */
  readonly onExit: (process: LinuxProcess) => void;
}

export type Signal = 'SIGTERM' | 'SIGKILL';

/** One process of a machine. Ended ones stay in the table until somebody reaps them. */
export class LinuxProcess {
  exitCode: number | undefined;
  exitedAtUs = 0;
  /** Runs `main`. */
  task: Task | undefined;
  /** Set once SIGTERM was seen. */
  terminating = false;
  /** What SIGTERM does now; the process may change it. */
  onTerminate: Termination | undefined;
  /** The kernel killed it for its memory. */
  oomKilled = false;
  readonly pid: number;
  readonly startedAtUs: number;
  readonly options: ProcessOptions;

  constructor(pid: number, startedAtUs: number, options: ProcessOptions) {
    this.pid = pid;
    this.startedAtUs = startedAtUs;
    this.options = options;
    this.onTerminate = options.onTerminate;
  }

  get running(): boolean {
    return this.exitCode === undefined;
  }
}
