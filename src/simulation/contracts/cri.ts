/** What a kubelet and a container runtime say to each other. Source: cri-api v1 pkg/apis/runtime/v1/api.proto, in shape. */

export type ContainerState = 'CONTAINER_CREATED' | 'CONTAINER_RUNNING' | 'CONTAINER_EXITED' | 'CONTAINER_UNKNOWN';
export type SandboxState = 'SANDBOX_READY' | 'SANDBOX_NOTREADY';

export interface SandboxConfig {
  readonly podUid: string;
  readonly podName: string;
  readonly podNamespace: string;
  readonly attempt: number;
  readonly hostNetwork: boolean;
}

export interface Sandbox extends SandboxConfig {
  readonly id: string;
  readonly state: SandboxState;
  readonly createdAtUs: number;
  /** Empty for host network. */
  readonly ip: string;
}

/** A volume as a container sees it. `files` is the volume's own content by path below `containerPath`, shared by all who mount it. */
export interface Mount {
  readonly containerPath: string;
  readonly readOnly: boolean;
  readonly files: Map<string, string>;
}

export interface ContainerConfig {
  readonly name: string;
  readonly attempt: number;
  readonly image: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  /** 0 means none. */
  readonly memoryLimitBytes: number;
  readonly cpuLimitMillicores: number;
  /** Volumes in the container, the longest path first. */
  readonly mounts?: readonly Mount[];
  /** Annotations of the pod; programs of the catalogue may read them. */
  readonly annotations: Readonly<Record<string, string>>;
}

export interface Container extends ContainerConfig {
  readonly id: string;
  readonly sandboxId: string;
  readonly podUid: string;
  readonly state: ContainerState;
  readonly createdAtUs: number;
  readonly startedAtUs: number;
  readonly finishedAtUs: number;
  readonly exitCode: number;
  /** `Completed`, `Error`, `OOMKilled`, as the CRI reports it. */
  readonly reason: string;
  readonly imageId: string;
}

export interface Image {
  readonly id: string;
  readonly repoTags: readonly string[];
  readonly sizeBytes: number;
}

export interface CriError {
  readonly error: string;
  /** The gRPC code. Absent: Unknown, which the kubelet does not print. */
  readonly code?: 'NotFound' | 'AlreadyExists' | 'DeadlineExceeded' | 'Unavailable';
}

export const isCriError = (reply: unknown): reply is CriError => typeof reply === 'object' && reply !== null && 'error' in reply;

/** The answer of `Status`. A network that is not ready carries the reason and message of its condition. */
export interface RuntimeStatus {
  readonly runtimeReady: boolean;
  readonly networkReady: boolean;
  readonly reason: string;
  readonly message: string;
}

/** The answer of `Version`. */
export interface RuntimeVersion {
  readonly runtimeName: string;
  readonly runtimeVersion: string;
}

/** What a running container uses; `ListContainerStats` answers one for each. */
export interface ContainerStats {
  readonly containerId: string;
  readonly podUid: string;
  readonly name: string;
  readonly memoryBytes: number;
  readonly cpuMillicores: number;
}

/** The answer of `ExecSync`. */
export interface ExecResult {
  readonly exitCode: number;
  readonly output: string;
}

export type CriCall =
  | { readonly method: 'RunPodSandbox'; readonly config: SandboxConfig }
  | { readonly method: 'StopPodSandbox'; readonly sandboxId: string }
  | { readonly method: 'RemovePodSandbox'; readonly sandboxId: string }
  | { readonly method: 'ListPodSandbox' }
  | { readonly method: 'PullImage'; readonly image: string }
  | { readonly method: 'ImageStatus'; readonly image: string }
  | { readonly method: 'ListImages' }
  | { readonly method: 'CreateContainer'; readonly sandboxId: string; readonly config: ContainerConfig }
  | { readonly method: 'StartContainer'; readonly containerId: string }
  | { readonly method: 'StopContainer'; readonly containerId: string; readonly timeoutSeconds: number }
  | { readonly method: 'RemoveContainer'; readonly containerId: string }
  | { readonly method: 'ListContainers' }
  | { readonly method: 'ListContainerStats' }
  | { readonly method: 'ContainerEvents' }
  | { readonly method: 'ExecSync'; readonly containerId: string; readonly command: readonly string[]; readonly timeoutSeconds: number }
  | { readonly method: 'UpdateRuntimeConfig'; readonly podCidr: string }
  | { readonly method: 'Status' }
  | { readonly method: 'RemoveImage'; readonly image: string }
  | { readonly method: 'Version' };

/** Sent on the ContainerEvents stream (evented PLEG). */
export interface ContainerEvent {
  readonly type: 'CONTAINER_CREATED_EVENT' | 'CONTAINER_STARTED_EVENT' | 'CONTAINER_STOPPED_EVENT' | 'CONTAINER_DELETED_EVENT';
  readonly podUid: string;
  readonly containerId: string;
  /** The pod's newest sandbox and all its containers at the moment of the event, oldest first; shared, never changed. */
  readonly sandbox: Sandbox | undefined;
  readonly containers: readonly Container[];
}
