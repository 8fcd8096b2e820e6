/** What a container runtime knows of the program that it starts. */
export interface ProgramSpec {
  readonly image: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly annotations: Readonly<Record<string, string>>;
  readonly podName: string;
  /** Hollow nodes pretend: shells end at once and servers listen at once. */
  readonly hollow: boolean;
}

/** What a program may wait for: µs to sleep, or whatever the engine can wake it by. */
export type ProgramWait = number | { readonly ready: boolean; readonly value: unknown; subscribe(task: never): void; unsubscribe(task: never): void };
/** A program's main routine; its value is the exit code. */
export type ProgramMain = Generator<ProgramWait, number, unknown>;

/** What a program sees of its container's files. Paths are absolute and normal. Problems are errno texts such as `No such file or directory`. */
export interface ProgramFiles {
  read(path: string): string | undefined;
  /** Undefined when it worked, else the problem. */
  write(path: string, content: string, append: boolean): string | undefined;
  remove(path: string): boolean;
  makeDirectory(path: string): void;
  /** Names in a directory, sorted; undefined when there is none. */
  list(path: string): readonly string[] | undefined;
}

/** What a running program may use of its container. */
export interface ProgramIo {
  readonly spec: ProgramSpec;
  readonly files: ProgramFiles;
  /** What SIGTERM does from now on; undefined: nothing. */
  readonly onTerminate: (what: { readonly exitCode: number; readonly afterUs: number } | undefined) => void;
  readonly nowUs: () => number;
  /** Writes one line to the container's log. */
  readonly print: (line: string) => void;
  /** An integer in [0, bound). */
  readonly random: (bound: number) => number;
  /** Asks a server by address or name; undefined when nobody answers. */
  readonly request: (host: string, port: number, path: string) => Generator<ProgramWait, HttpAnswer | undefined, unknown>;
  readonly ip: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** What a packet to a pod asks; `probe` marks the kubelet's own. */
export interface PacketRequest {
  readonly ip: string;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP' | 'HTTP' | 'GRPC';
  readonly path: string;
}

export type PacketAnswer = { readonly outcome: 'refused' | 'no-route' } | { readonly outcome: 'open'; readonly http?: HttpAnswer };

/** A program as far as anybody outside it can tell. Frozen and shared between containers of one kind. */
export interface ProgramDescription {
  /** What it does and when it ends. Absent: it runs until a signal ends it. */
  readonly main?: (io: ProgramIo) => ProgramMain;
  /** Ports on which it listens once it is up. */
  readonly ports: readonly number[];
  /** Listens on every port: an unknown server, of which the manifest alone tells the port. */
  readonly anyPort: boolean;
  /** How long it needs from its start until it listens. */
  readonly startUpUs: number;
  /** What SIGTERM does: `exitCode` after `afterUs`. Undefined: the program ignores it and waits for SIGKILL. */
  readonly onTerminate: { readonly exitCode: number; readonly afterUs: number } | undefined;
  /** Answers a request once it is up. Absent: speaks no HTTP. */
  readonly http?: (path: string, spec: ProgramSpec) => HttpAnswer;
  /** Runs a command inside the container. */
  readonly exec: (command: readonly string[], io: ProgramIo) => ProgramMain;
  /** Why it cannot be started at all, such as a command that is not in the image. */
  readonly startError?: string;
  readonly memoryBytes: number;
  readonly cpuMillicores: number;
}

/** Finds what a container will do. A pure function. */
export type RunProgram = (spec: ProgramSpec) => ProgramDescription;
