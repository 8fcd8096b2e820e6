import type { ActorRecord } from '../../../../protocol/index.ts';
import { facts, type Section, type Tone } from './fact.ts';

const STATE_TONE: Readonly<Record<ActorRecord['state'], Tone>> = { running: 'ok', frozen: 'lost', stopped: 'bad' };

/** A process: what the machine knows of it. */
export function actorFacts({ id, machine, state, starts }: ActorRecord): readonly Section[] {
  return [{ title: 'process', facts: facts(['Process', id], ['Machine', machine], ['State', state, { tone: STATE_TONE[state] }], ['Starts', starts]) }];
}
