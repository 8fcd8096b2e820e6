import type { FaultType } from '../../../protocol/index.ts';
import { glass, splitObjectKey, type Target } from '../../store/index.ts';

/** A fault, and the words for it that a script would use. */
export function fault(type: FaultType, target: string, extra: { readonly peer?: string; readonly extraMs?: number } = {}): void {
  const words = [`fault ${type} ${target}`, ...Object.entries(extra).map(([name, value]) => `${name}=${value}`)];
  void glass().actAndTell({ type: 'fault', fault: type, target, ...extra }, words.join(' '));
}

export function kubectl(line: string): void {
  void glass().actAndTell({ type: 'kubectl', line }, line);
}

/** `kubectl delete` of an object by its key. It does not wait: the stage shows how it ends. */
export function deleteObject(key: string, now = false): void {
  const { resource, namespace, name } = splitObjectKey(key);
  const words = ['kubectl delete', resource.replace(/s$/, ''), name, namespace === '' || namespace === 'default' ? '' : `-n ${namespace}`, now ? '--now' : '', '--wait=false'];
  kubectl(words.filter(Boolean).join(' '));
}

export const isPowered = (machine: string): boolean => glass().world.get('machines', machine)?.powered ?? false;

/** Pulls a machine's plug, or puts it back. */
export function togglePower(machine: string): void {
  fault(isPowered(machine) ? 'power-off' : 'power-on', machine);
}

/** The machine that a target is, if it is one: a Node object has its machine's name. */
export function machineOf(target: Target): string | undefined {
  if (target.kind !== 'object') return undefined;
  const { resource, name } = splitObjectKey(target.key);
  return resource === 'nodes' && glass().world.get('machines', name) ? name : undefined;
}

/** Selects, and makes sure that the inspector is there to show it. */
export function inspect(target: Target): void {
  glass().selection.getState().select(target);
  if (!glass().settings.getState().inspectorOpen) glass().settings.getState().change({ inspectorOpen: true });
}
