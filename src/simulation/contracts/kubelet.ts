/** What kube-apiserver asks of a kubelet on port 10250, for `kubectl logs` and `kubectl exec`. Called as service `kubelet`. */
export type KubeletCall =
  | {
      readonly method: 'containerLogs';
      readonly namespace: string;
      readonly pod: string;
      readonly container: string;
      readonly previous?: boolean;
      readonly tailLines?: number;
      readonly sinceSeconds?: number;
    }
  | { readonly method: 'exec'; readonly namespace: string; readonly pod: string; readonly container: string; readonly command: readonly string[] };

export interface LogLine {
  readonly atUs: number;
  readonly text: string;
}

/** A container's log file on the node's disk, newest lines last. */
export interface LogFile {
  readonly lines: readonly LogLine[];
}

/** Where a container runtime leaves its log files on a machine's disk: a Map from container id to LogFile. */
export const LOG_DIRECTORY = '/var/log/containers';

export type KubeletAnswer =
  | { readonly lines: readonly LogLine[] }
  | { readonly exitCode: number; readonly output: string }
  /** `message` is what kubectl prints; `code` the HTTP status. */
  | { readonly code: 400 | 404 | 500; readonly message: string };
