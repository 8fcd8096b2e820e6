import type { Lease } from 'kubernetes-types/coordination/v1.d.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { Client, EventRecorder, LeaderElector } from '../../client-go/index.ts';
import type { Actor, Process, Program } from '../../engine/index.ts';
import type { KubeSchedulerDetails, KubeSchedulerInspection, QueuedPodInspection } from './inspection.ts';
import type { KubeSchedulerOptions } from './options.ts';
import type { QueuedPod } from './queue/queued-pod.ts';
import { Scheduler } from './scheduler.ts';

const LEASE = { namespace: 'kube-system', name: 'kube-scheduler' };
const running = new WeakMap<Actor, Scheduler>();

/**
 * The binary: follows the cluster, becomes leader, schedules, and exits when it loses the lease.
 * Source: kubernetes v1.32 cmd/kube-scheduler/app/server.go, Run.
 */
export function kubeSchedulerProgram(options: KubeSchedulerOptions): Program {
  return function* (self: Actor): Process<void> {
    const { qps = 50, burst = 100 } = options.config?.clientConnection ?? {};
    const client = new Client(self, options.server, { user: 'system:kube-scheduler', userAgent: 'kube-scheduler', qps, burst });
    const scheduler = new Scheduler(self, client, options);
    const identity = identityOf(self);
    const elector = new LeaderElector(client, { ...LEASE, identity });
    const elects = options.leaderElect ?? options.config?.leaderElection?.leaderElect ?? true;
    running.set(self, scheduler);
    self.inspect = (): KubeSchedulerInspection => ({ identity, leader: !elects || elector.isLeader, ...scheduler.inspect() });
    scheduler.startInformers();
    if (!elects) return yield* scheduler.run();
    yield* elector.acquire();
    new EventRecorder(client, 'default-scheduler').event(leaseObject(), 'Normal', 'LeaderElection', `${identity} became leader`);
    self.spawn(scheduler.run(), 0);
    yield* elector.keep();
    // A leader that lost its lease must not bind once more: the process ends and is started anew.
    self.why('kube-scheduler.lost-lease', `leases/${LEASE.namespace}/${LEASE.name}`);
    (options.exit ?? crash)(self);
  };
}

const crash = (self: Actor): void => self.crash();

/** The inside of the scheduler that runs as this actor, or undefined when none does. */
export function schedulerDetails(actor: Actor): KubeSchedulerDetails | undefined {
  const scheduler = running.get(actor);
  if (scheduler === undefined || actor.state === 'stopped') return undefined;
  const { active, backoff, unschedulable } = scheduler.queue.list(100);
  const profiles = [...scheduler.frameworks].map(([schedulerName, framework]) => ({
    schedulerName,
    filters: framework.filters.map(({ name }) => name),
    scores: framework.scores.map(({ plugin, weight }) => ({ plugin: plugin.name, weight })),
  }));
  return {
    profiles, active: active.map((queued) => inspectQueued(queued, false)), backoff: backoff.map((queued) => inspectQueued(queued, true)),
    unschedulable: unschedulable.map((queued) => inspectQueued(queued, false)), decisions: scheduler.log.latest(20),
  };
}

/** The latest of the last 200 decisions that was about the pod, by `namespace/name`. */
export function schedulerDecision(actor: Actor, pod: string) {
  return running.get(actor)?.log.of(pod);
}

function inspectQueued(queued: QueuedPod, backingOff: boolean): QueuedPodInspection {
  const { info, priority, attempts, queuedUs, unschedulablePlugins, gatedBy } = queued;
  return { pod: info.key, priority, attempts, queuedUs, backoffEndsUs: backingOff ? queued.backoffEndsUs : 0, unschedulablePlugins: [...unschedulablePlugins], gatedBy };
}

function identityOf(self: Actor): string {
  const random = self.engine.random.stream(`${self.id}/identity`);
  const hex = (digits: number): string => random.uint32().toString(16).padStart(8, '0').slice(0, digits);
  return `${self.machine.name}_${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(8)}${hex(4)}`;
}

function leaseObject(): Typed<Lease> {
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: LEASE } as Typed<Lease>;
}
