import type { panels } from '../../../i18n/en/panels.ts';
import type { World } from '../../../store/index.ts';

export type Tone = 'plain' | 'ok' | 'wait' | 'bad' | 'lost' | 'soft';

/** One line: a field in Kubernetes' own words and its value. `link` is an object key to go to. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  readonly tone?: Tone;
  readonly note?: string;
  readonly link?: string;
}

export interface Section {
  readonly title: keyof typeof panels.sections;
  readonly facts: readonly Fact[];
}

/** What facts may look at besides the object. */
export interface FactContext {
  readonly world: World;
  readonly nowUs: number;
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** A condition that is good when True, except for those that tell of trouble. */
export function conditionFact({ type, status, reason, message }: Condition): Fact {
  const troubled = /Pressure|Failure|Unavailable|DisruptionTarget|Unschedulable/.test(type);
  const good = status === (troubled ? 'False' : 'True');
  const tone = status === 'Unknown' ? 'lost' : good ? 'ok' : troubled ? 'bad' : 'wait';
  const note = [reason, message].filter((text) => text !== undefined && text !== '').join(': ');
  return { label: type, value: status, tone, ...(note ? { note } : {}) };
}

export function conditionsSection(conditions: readonly Condition[] | undefined): Section[] {
  return conditions?.length ? [{ title: 'conditions', facts: conditions.map(conditionFact) }] : [];
}

/** Facts with a value; the others are left out. */
export function facts(...pairs: readonly (readonly [string, unknown, Partial<Fact>?])[]): Fact[] {
  return pairs
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([label, value, more]) => ({ label, value: String(value), ...more }));
}
