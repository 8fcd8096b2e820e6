import type { FaultCommand } from '../../protocol/commands.ts';
import type { Actor } from '../engine/index.ts';
import type { Cluster } from './cluster.ts';
import type { Host } from './assembly.ts';

/** A fault that cannot be done, with the reason in words. Nothing has changed. */
export class FaultRefused extends Error {
  override name = 'FaultRefused';
}

/** Carries a fault out on every target, or on none: all targets are looked up first. */
export function applyFault(cluster: Cluster, command: FaultCommand): void {
  const targets = typeof command.target === 'string' ? [command.target] : command.target;
  const actions = targets.map((target) => plan(cluster, command, target));
  for (const action of actions) action();
}

function plan(cluster: Cluster, command: FaultCommand, target: string): () => void {
  const { supervisor } = cluster;
  switch (command.fault) {
    case 'power-off':
      return onHost(cluster, target, (host) => supervisor.powerOff(host));
    case 'power-on':
      return onHost(cluster, target, (host) => supervisor.powerOn(host));
    case 'freeze':
      return onActor(cluster, target, (actor) => actor.freeze());
    case 'thaw':
      return onActor(cluster, target, (actor) => actor.thaw());
    case 'crash':
      return onActor(cluster, target, (actor) => supervisor.crash(actor));
    case 'restart':
      return onActor(cluster, target, (actor) => supervisor.restart(actor));
    case 'stop':
      return onActor(cluster, target, (actor) => supervisor.stop(actor));
    case 'start':
      return onActor(cluster, target, (actor) => supervisor.start(actor));
    case 'crash-container':
      return crashContainer(cluster, target, command.exitCode ?? 137);
    default:
      return planLink(cluster, command, target);
  }
}

function planLink(cluster: Cluster, command: FaultCommand, target: string): () => void {
  const { network } = cluster.engine;
  const peer = placeOf(cluster, command.peer ?? 'kube-apiserver');
  const place = placeOf(cluster, target);
  const extraUs = (command.extraMs ?? 100) * 1000;
  if (!(extraUs >= 0 && extraUs <= 3_600_000_000)) throw new FaultRefused(`extraMs: must be between 0 and 3600000`);
  if (command.fault === 'cut') return () => network.cut(place, peer);
  if (command.fault === 'heal') return () => network.heal(place, peer);
  if (command.fault === 'slow') return () => network.slow(place, peer, Math.round(extraUs));
  throw new FaultRefused(`fault: unknown fault "${String(command.fault)}"`);
}

function onHost(cluster: Cluster, target: string, action: (host: Host) => void): () => void {
  const host = cluster.assembly.hosts.get(target);
  if (!host || host.role === 'outside') throw new FaultRefused(`target: there is no machine named "${target}"`);
  return () => action(host);
}

function onActor(cluster: Cluster, target: string, action: (actor: Actor) => void): () => void {
  const actor = cluster.findActor(target);
  if (!actor) throw new FaultRefused(`target: there is no process named "${target}"`);
  return () => action(actor);
}

function placeOf(cluster: Cluster, place: string): string {
  if (place === '*' || cluster.assembly.hosts.has(place)) return place;
  const actor = cluster.findActor(place);
  if (!actor) throw new FaultRefused(`target: there is no machine or process named "${place}"`);
  return actor.id;
}

function crashContainer(cluster: Cluster, target: string, exitCode: number): () => void {
  const [namespace, name, container] = target.split('/');
  const pod = cluster.object(`pods/${namespace}/${name}`);
  const node = pod?.spec?.nodeName as string | undefined;
  if (!pod || !node) throw new FaultRefused(`target: there is no running pod named "${target}"`);
  const runtime = cluster.findActor(`${node}/containerd`);
  const kill = runtime?.services.get('fault');
  if (!runtime || !kill) throw new FaultRefused(`target: the container runtime of ${node} is not running`);
  const context = { from: runtime, span: cluster.engine.span, kind: 'cri', cancelled: false } as never;
  return () => void runtime.spawn(kill({ podUid: pod.metadata.uid, container, exitCode }, context));
}
