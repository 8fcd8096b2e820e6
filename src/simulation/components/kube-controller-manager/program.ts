import type { Lease } from 'kubernetes-types/coordination/v1.d.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { Client, EventRecorder, LeaderElector, SharedInformerFactory } from '../../client-go/index.ts';
import type { Actor, Process, Program } from '../../engine/index.ts';
import { type ContextParts, ControllerContext } from './context.ts';
import { controllers } from './controllers.ts';
import type { KubeControllerManagerInspection } from './inspection.ts';
import { configOf, type ControllerManagerOptions, isControllerEnabled } from './options.ts';

/**
 * The binary: becomes leader, starts each enabled controller, and exits when it loses the lease.
 * Source: kubernetes v1.32 cmd/kube-controller-manager/app/controllermanager.go, Run and StartControllers.
 */
export function kubeControllerManagerProgram(options: ControllerManagerOptions): Program {
  return function* (self: Actor): Process<void> {
    const client = new Client(self, options.server, { user: 'system:kube-controller-manager', userAgent: 'kube-controller-manager', qps: 20, burst: 30 });
    const identity = identityOf(self);
    const elector = new LeaderElector(client, { namespace: 'kube-system', name: 'kube-controller-manager', identity });
    const running: ControllerContext[] = [];
    const elects = options.leaderElect ?? true;
    self.inspect = (): KubeControllerManagerInspection => ({
      identity,
      leader: !elects || elector.isLeader,
      controllers: running.map((context) => context.log.inspect()),
    });
    if (elects) {
      yield* elector.acquire();
      new EventRecorder(client, 'kube-controller-manager').event(leaseObject(), 'Normal', 'LeaderElection', `${identity} became leader`);
    }
    startControllers(self, options, client, running);
    if (!elects) return;
    yield* elector.keep();
    // A leader that lost its lease must not act once more: the process ends and is started anew.
    self.why('kube-controller-manager.lost-lease', 'leases/kube-system/kube-controller-manager');
    (options.exit ?? crash)(self);
  };
}

function startControllers(self: Actor, options: ControllerManagerOptions, client: Client, running: ControllerContext[]): void {
  const config = configOf(options.config);
  const informers = new SharedInformerFactory(client);
  const parts: ContextParts = { self, server: options.server, informers, config };
  const asked = options.controllers ?? ['*'];
  for (const controller of controllers) {
    if (!isControllerEnabled([controller.name, ...controller.aliases], asked)) continue;
    const context = new ControllerContext(parts, controller);
    running.push(context);
    controller.start(context);
  }
  informers.start();
  self.touch();
}

const crash = (self: Actor): void => self.crash();

function identityOf(self: Actor): string {
  const random = self.engine.random.stream(`${self.id}/identity`);
  const hex = (digits: number): string => random.uint32().toString(16).padStart(8, '0').slice(0, digits);
  return `${self.machine.name}_${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(8)}${hex(4)}`;
}

function leaseObject(): Typed<Lease> {
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { namespace: 'kube-system', name: 'kube-controller-manager' } } as Typed<Lease>;
}
