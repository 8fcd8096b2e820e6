import type { FaultCommand, FaultType } from '../../../protocol/index.ts';

const types: readonly FaultType[] = ['power-off', 'power-on', 'freeze', 'thaw', 'crash', 'restart', 'stop', 'start', 'cut', 'heal', 'slow', 'crash-container'];
const linkFaults: readonly string[] = ['cut', 'heal', 'slow'];

/** `{type, target, peer?, extraMs?, exitCode?}` as a command. `cut`, `heal` and `slow` with two targets mean the link between them. A text says what is wrong. */
export function parseFault(body: unknown): FaultCommand | string {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return 'the body must be a JSON object';
  const { type, target, peer, extraMs, exitCode } = body as Record<string, unknown>;
  if (!types.includes(type as FaultType)) return `type: must be one of ${types.join(', ')}`;
  if (!isNames(target)) return 'target: must be a name or a list of names';
  if (peer !== undefined && typeof peer !== 'string') return 'peer: must be a name';
  if (extraMs !== undefined && typeof extraMs !== 'number') return 'extraMs: must be a number';
  if (exitCode !== undefined && typeof exitCode !== 'number') return 'exitCode: must be a number';
  const options = { ...(extraMs === undefined ? {} : { extraMs }), ...(exitCode === undefined ? {} : { exitCode }) };
  const fault = type as FaultType;
  if (linkFaults.includes(fault) && Array.isArray(target) && target.length === 2 && peer === undefined) return { type: 'fault', fault, target: target[0] as string, peer: target[1] as string, ...options };
  return { type: 'fault', fault, target, ...(peer === undefined ? {} : { peer }), ...options };
}

function isNames(value: unknown): value is string | readonly string[] {
  if (Array.isArray(value)) return value.length > 0 && value.every((name) => typeof name === 'string');
  return typeof value === 'string' && value !== '';
}
