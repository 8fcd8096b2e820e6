import { type Actor, type Engine, powerOff, powerOn } from '../engine/index.ts';
import type { Host } from './assembly.ts';

/** How long a machine takes from power to its first process. */
const BOOT_US = 5_000_000;
/** systemd's RestartSec of the kubelet's unit, and about the first back-off of a static pod. */
const RESTART_US = 10_000_000;

/**
 * What starts processes: systemd on a node, the kubelet's static pods on the control plane. A crashed process comes
 * back by itself; a stopped one waits until it is started.
 */
export class Supervisor {
  private readonly stopped = new Set<Actor>();
  private readonly boots = new Map<Host, number>();
  private readonly engine: Engine;
  private readonly bootUs: number;

  constructor(engine: Engine, hollow: boolean) {
    this.engine = engine;
    // A hollow node is a process, not a machine: it is back as soon as it is started.
    this.bootUs = hollow ? 0 : BOOT_US;
  }

  /** Makes this the one that starts a host's processes again when they end, be it by a fault or by their own doing. */
  adopt(host: Host): void {
    for (const actor of host.actors) actor.onStop = () => this.startLater(actor);
  }

  /** Starts everything on a host, runtime before kubelet. */
  boot(host: Host): void {
    for (const actor of host.actors) if (!this.stopped.has(actor)) actor.start();
  }

  powerOff(host: Host): void {
    // A boot that is under way comes to nothing, also when the power is back before it would have ended.
    this.boots.set(host, (this.boots.get(host) ?? 0) + 1);
    powerOff(host.machine);
  }

  powerOn(host: Host): void {
    if (host.machine.powered) return;
    powerOn(host.machine);
    const boot = (this.boots.get(host) ?? 0) + 1;
    this.boots.set(host, boot);
    this.engine.after(this.bootUs, () => {
      if (host.machine.powered && this.boots.get(host) === boot) this.boot(host);
    });
  }

  crash(actor: Actor): void {
    actor.crash();
  }

  restart(actor: Actor): void {
    this.stopped.delete(actor);
    actor.crash();
    actor.start();
  }

  stop(actor: Actor): void {
    this.stopped.add(actor);
    actor.crash();
  }

  start(actor: Actor): void {
    this.stopped.delete(actor);
    actor.start();
  }

  private startLater(actor: Actor): void {
    const { starts, machine } = actor;
    // Without power nobody counts the seconds; the next boot starts everything.
    if (!machine.powered) return;
    this.engine.after(RESTART_US, () => {
      if (actor.starts === starts && !this.stopped.has(actor)) actor.start();
    });
  }
}
