import type { ObjectRecord } from '../../protocol/index.ts';
import { controllerOf, glass, instantOf, quantityOf } from '../store/index.ts';
import type { Tone } from '../ui/index.ts';

/** What a pod's card shows. */
export interface PodView {
  readonly name: string;
  readonly phase: string;
  /** The word on the card: the phase, or the more telling reason. */
  readonly status: string;
  readonly tone: Tone;
  readonly ready: boolean;
  readonly restarts: number;
  readonly containers: readonly { readonly name: string; readonly tone: Tone }[];
  /** When taint eviction will delete it, in virtual µs; undefined when it will not. */
  readonly evictedAtUs?: number;
}

interface ContainerStatus {
  readonly name: string;
  readonly ready?: boolean;
  readonly restartCount?: number;
  readonly state?: { readonly waiting?: { readonly reason?: string }; readonly running?: object; readonly terminated?: { readonly reason?: string; readonly exitCode?: number } };
}

const known = new WeakMap<ObjectRecord, PodView>();

/** The view of a pod record; made once per record. */
export function podView(record: ObjectRecord): PodView {
  let view = known.get(record);
  if (!view) known.set(record, (view = makeView(record)));
  return view;
}

function makeView({ object }: ObjectRecord): PodView {
  const status = object['status'] ?? {};
  const statuses: readonly ContainerStatus[] = status.containerStatuses ?? [];
  const phase: string = status.phase ?? 'Pending';
  const ready = (status.conditions ?? []).some((condition: { type: string; status: string }) => condition.type === 'Ready' && condition.status === 'True');
  const word = statusWord(object.metadata.deletionTimestamp !== undefined, phase, status.reason, statuses);
  return {
    name: object.metadata.name ?? '',
    phase,
    status: word,
    tone: toneOf(word, ready),
    ready,
    restarts: statuses.reduce((sum, container) => sum + (container.restartCount ?? 0), 0),
    containers: (object['spec']?.containers ?? []).map(({ name }: { name: string }) => ({ name, tone: containerTone(statuses.find((container) => container.name === name)) })),
  };
}

/** Much like the STATUS column of `kubectl get pods`. */
function statusWord(deleting: boolean, phase: string, reason: string | undefined, statuses: readonly ContainerStatus[]): string {
  if (deleting) return 'Terminating';
  for (const { state } of statuses) {
    const waiting = state?.waiting?.reason;
    if (waiting !== undefined && waiting !== '') return waiting;
    const { terminated } = state ?? {};
    if (terminated && phase !== 'Succeeded') return terminated.reason ?? `ExitCode:${terminated.exitCode ?? 0}`;
  }
  return reason ?? phase;
}

const FAILURES = /BackOff|Err|Error|Failed|Evicted|OOMKilled|ExitCode|Invalid|DeadlineExceeded/;

function toneOf(word: string, ready: boolean): Tone {
  if (FAILURES.test(word)) return 'bad';
  if (word === 'Running') return ready ? 'ok' : 'wait';
  if (word === 'Succeeded' || word === 'Completed' || word === 'Terminating') return 'done';
  return word === 'Unknown' ? 'lost' : 'wait';
}

function containerTone(status: ContainerStatus | undefined): Tone {
  if (status?.state?.running) return status.ready === true ? 'ok' : 'wait';
  if (status?.state?.terminated) return status.state.terminated.exitCode === 0 ? 'done' : 'bad';
  return /BackOff|Err/.test(status?.state?.waiting?.reason ?? '') ? 'bad' : 'wait';
}

/** A name short enough for a card: the beginning, and the end that tells it from its siblings. */
export function shortName(name: string, most: number): string {
  if (name.length <= most) return name;
  const dash = name.lastIndexOf('-');
  const tail = dash > 0 && name.length - dash <= 6 ? name.slice(dash + 1) : name.slice(-5);
  return `${name.slice(0, Math.max(2, most - tail.length - 1))}…${tail}`;
}

/** The long words of the STATUS column, as they fit on a card. */
const shortWords: Readonly<Record<string, string>> = {
  ContainerCreating: 'Creating',
  PodInitializing: 'Initializing',
  CrashLoopBackOff: 'CrashLoop',
  ImagePullBackOff: 'PullBackOff',
  InvalidImageName: 'BadImage',
  CreateContainerConfigError: 'ConfigError',
};

export const shortStatus = (status: string): string => shortWords[status] ?? status;

/** The owner at the top of the chain (a Deployment before its ReplicaSet), and the owner next to the pod. */
export function ownersOf(record: ObjectRecord): { readonly root: string; readonly next: string } | undefined {
  const next = controllerOf(record);
  if (!next) return undefined;
  const namespace = record.object.metadata.namespace ?? '';
  const parent = next.kind === 'ReplicaSet' ? glass().world.object(`replicasets/${namespace}/${next.name}`) : undefined;
  const root = (parent && controllerOf(parent)) ?? next;
  return { root: `${namespace}/${root.kind}/${root.name}`, next: next.name };
}

const OWNER_COLOURS = 8;

/** Colour and pattern of an owner's stripe: colour by the top of the chain, pattern by the owner next to the pod. */
export function stripeOf(record: ObjectRecord): { readonly colour: number; readonly pattern: number } | undefined {
  const owners = ownersOf(record);
  return owners && { colour: hash(owners.root) % OWNER_COLOURS, pattern: hash(owners.next) % 2 };
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return (value ^ (value >>> 15)) >>> 0;
}

interface Taint {
  readonly key: string;
  readonly effect: string;
  readonly value?: string;
  readonly timeAdded?: string;
}

interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly effect?: string;
  readonly tolerationSeconds?: number;
}

/** When the NoExecute taints of its node will have a pod evicted; undefined: never, or there is none. */
export function evictionUs(pod: ObjectRecord, node: ObjectRecord | undefined): number | undefined {
  const taints: readonly Taint[] = (node?.object['spec']?.taints ?? []).filter((taint: Taint) => taint.effect === 'NoExecute');
  if (taints.length === 0 || pod.object.metadata.deletionTimestamp !== undefined) return undefined;
  const tolerations: readonly Toleration[] = pod.object['spec']?.tolerations ?? [];
  let soonest = Infinity;
  for (const taint of taints) {
    const matching = tolerations.filter(({ key, effect }) => (key === undefined || key === taint.key) && (effect === undefined || effect === '' || effect === taint.effect));
    const limits = matching.flatMap(({ tolerationSeconds }) => tolerationSeconds ?? []);
    if (limits.length === 0) continue;
    const at = instantOf(taint.timeAdded) + Math.min(...limits) * 1_000_000;
    if (at < soonest) soonest = at;
  }
  return Number.isFinite(soonest) ? soonest : undefined;
}

/** What a pod asks for, in cores and bytes. */
export function requestsOf(pod: ObjectRecord): { readonly cpu: number; readonly memory: number } {
  let cpu = 0;
  let memory = 0;
  for (const { resources } of (pod.object['spec']?.containers ?? []) as readonly { resources?: { requests?: Record<string, string> } }[]) {
    cpu += quantityOf(resources?.requests?.['cpu']);
    memory += quantityOf(resources?.requests?.['memory']);
  }
  return { cpu, memory };
}
