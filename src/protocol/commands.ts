import type { ApiRequest, NonResourceRequest } from '../simulation/apimachinery/request.ts';
import type { Topology } from './topology.ts';

/** What can be done to machines, processes, links and containers. */
export type FaultType =
  | 'power-off'
  | 'power-on'
  | 'freeze'
  | 'thaw'
  | 'crash'
  | 'restart'
  | 'stop'
  | 'start'
  | 'cut'
  | 'heal'
  | 'slow'
  | 'crash-container';

/**
 * A fault. `target`: a node's name for power; an actor (`kube-scheduler`, `node-1/kubelet`) for freeze, thaw, crash (its
 * supervisor starts it again), restart, stop (until start); `namespace/pod` or `namespace/pod/container` for crash-container. `cut`, `heal` and `slow` take two places:
 * machines, actors or `*`; `peer` defaults to `kube-apiserver`.
 */
export interface FaultCommand {
  readonly type: 'fault';
  readonly fault: FaultType;
  readonly target: string | readonly string[];
  readonly peer?: string;
  /** Added latency of `slow`, in milliseconds. */
  readonly extraMs?: number;
  /** Exit code of `crash-container`, 137 unless said otherwise. */
  readonly exitCode?: number;
}

/** `kubectl apply -f -` with a manifest of one or more YAML or JSON documents. */
export interface ApplyCommand {
  readonly type: 'apply';
  readonly manifest: string;
  readonly dryRun?: 'server' | 'client';
  readonly namespace?: string;
}

/** `kubectl delete -f -`. */
export interface DeleteManifestCommand {
  readonly type: 'delete-manifest';
  readonly manifest: string;
  readonly namespace?: string;
}

/** A kubectl command line, without or with the leading `kubectl`. */
export interface KubectlCommand {
  readonly type: 'kubectl';
  readonly line: string;
  readonly stdin?: string;
}

/** One request to kube-apiserver that came from outside, such as from a real kubectl. `call` numbers them within a run. */
export interface ApiCommand {
  readonly type: 'api';
  readonly call: number;
  readonly request: ApiRequest | NonResourceRequest;
}

/** The client of that call is gone: its watch ends. */
export interface HangUpCommand {
  readonly type: 'hang-up';
  readonly call: number;
}

/** What changes the simulation. These, and only these, stand in the command log. */
export type SimulationCommand = FaultCommand | ApplyCommand | DeleteManifestCommand | KubectlCommand | ApiCommand | HangUpCommand;

/** What changes only how time passes for the viewer. Speeds are virtual ms per real ms, in [0.01, 10,000]. */
export type ClockCommand =
  | { readonly type: 'play' }
  | { readonly type: 'pause' }
  | { readonly type: 'speed'; readonly speed: number | 'auto' | 'max' }
  /** One visible event: the next message or change. */
  | { readonly type: 'step' }
  /** To the next interesting event: something other than heartbeats. */
  | { readonly type: 'next' }
  /** Runs on to a virtual time as fast as possible, then pauses. */
  | { readonly type: 'advance'; readonly toUs: number };

/** One line of the command log. Carried out when everything due at `atUs` has happened. */
export interface LoggedCommand {
  readonly atUs: number;
  readonly command: SimulationCommand;
}

/** All that a run depends on: replay it and get the same run. A share link is this, compressed. */
export interface SessionFile {
  readonly version: 1;
  readonly seed: string;
  readonly topology: Topology;
  readonly commands: readonly LoggedCommand[];
  /** Where the run stood when it was saved. */
  readonly playheadUs: number;
}

/** What a simulation command answered, in virtual time. `problems` point into the manifest. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly problems: readonly ManifestProblem[];
}

/** A complaint about a manifest; line and column count from 1, absent when unknown. */
export interface ManifestProblem {
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
  /** Index of the document in the manifest, from 0. */
  readonly document: number;
  /** Field path such as `spec.replicas`, when the API server named one. */
  readonly field?: string;
}
