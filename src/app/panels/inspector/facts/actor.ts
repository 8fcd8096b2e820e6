import type { ActorRecord } from '../../../../protocol/index.ts';
import { facts, type Section, type Tone } from './fact.ts';

const STATE_TONE: Readonly<Record<ActorRecord['state'], Tone>> = { running: 'ok', frozen: 'lost', stopped: 'bad' };

/** A process: what the machine knows of it, and the plain values that it shows of its inside. */
export function actorFacts({ id, machine, state, starts, inspection }: ActorRecord): readonly Section[] {
  const shown = Object.entries((inspection ?? {}) as Record<string, unknown>).filter(([, value]) => typeof value !== 'object');
  return [
    { title: 'process', facts: facts(['Process', id], ['Machine', machine], ['State', state, { tone: STATE_TONE[state] }], ['Starts', starts]) },
    ...(shown.length > 0 ? [{ title: 'status' as const, facts: shown.map(([label, value]) => ({ label, value: String(value) })) }] : []),
  ];
}
