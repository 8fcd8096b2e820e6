import { compareStrings } from './equality.ts';
import { requirementText, satisfies } from './label-requirement.ts';
import type { LabelOperator, Labels, Requirement } from './label-requirement.ts';
import { parseRequirements } from './label-selector-parser.ts';
import type { LabelSelector } from './meta.ts';

export type { LabelOperator, Labels, Requirement };

/** Which objects are meant, by their labels. Absent labels are no labels. */
export interface Selector {
  readonly requirements: readonly Requirement[];
  /** Whether it selects everything. */
  readonly empty: boolean;
  matches(labels: Labels | undefined): boolean;
  toString(): string;
}

const noLabels: Labels = Object.freeze({});

class RequirementSelector implements Selector {
  readonly requirements: readonly Requirement[];

  constructor(requirements: readonly Requirement[]) {
    this.requirements = requirements.toSorted((a, b) => compareStrings(a.key, b.key));
  }

  get empty(): boolean {
    return this.requirements.length === 0;
  }

  matches(labels: Labels | undefined): boolean {
    const given = labels ?? noLabels;
    for (const requirement of this.requirements) if (!satisfies(requirement, given)) return false;
    return true;
  }

  toString(): string {
    return this.requirements.map(requirementText).join(',');
  }
}

export const everything: Selector = new RequirementSelector([]);
export const nothing: Selector = { requirements: [], empty: false, matches: () => false, toString: () => '' };

export function selector(requirements: readonly Requirement[]): Selector {
  return requirements.length === 0 ? everything : new RequirementSelector(requirements);
}

/** Every one of these labels, exactly. An absent or empty set selects everything. Source: apimachinery labels, SelectorFromSet. */
export function selectorFromSet(labels: Labels | undefined): Selector {
  if (labels === undefined) return everything;
  const known = setSelectors.get(labels);
  if (known !== undefined) return known;
  const made = selector(Object.entries(labels).map(([key, value]) => ({ key, operator: '=', values: [value] })));
  setSelectors.set(labels, made);
  return made;
}

// Selectors of objects are frozen and shared, so the same object always means the same selector.
const setSelectors = new WeakMap<object, Selector>();
const objectSelectors = new WeakMap<object, Selector>();

const objectOperators: ReadonlyMap<string, LabelOperator> = new Map([['In', 'in'], ['NotIn', 'notin'], ['Exists', 'exists'], ['DoesNotExist', '!']]);

/**
 * What a LabelSelector object means: nothing when absent, everything when empty. It must have passed validation: one with an
 * unknown operator selects nothing. Source: apimachinery meta/v1, LabelSelectorAsSelector.
 */
export function selectorFromLabelSelector(object: LabelSelector | undefined | null): Selector {
  if (object === undefined || object === null) return nothing;
  const known = objectSelectors.get(object);
  if (known !== undefined) return known;
  const made = convertLabelSelector(object);
  objectSelectors.set(object, made);
  return made;
}

function convertLabelSelector({ matchLabels, matchExpressions }: LabelSelector): Selector {
  const requirements: Requirement[] = Object.entries(matchLabels ?? {}).map(([key, value]) => ({ key, operator: '=', values: [value] }));
  for (const { key, operator, values = [] } of matchExpressions ?? []) {
    const known = objectOperators.get(operator);
    if (known === undefined) return nothing;
    requirements.push({ key, operator: known, values: [...new Set(values)].sort(compareStrings) });
  }
  return selector(requirements);
}

export interface SelectorError {
  readonly error: string;
}

export function isSelectorError(parsed: Selector | SelectorError): parsed is SelectorError {
  return 'error' in parsed;
}

const MEMO_LIMIT = 1_024;
const parsedSelectors = new Map<string, Selector>();

/** A selector such as 'app=web,tier in (a,b),!old', or the words of what is wrong with it. Source: apimachinery labels/selector.go, Parse. */
export function parseSelector(text: string): Selector | SelectorError {
  const known = parsedSelectors.get(text);
  if (known !== undefined) return known;
  const requirements = parseRequirements(text);
  if (typeof requirements === 'string') return { error: requirements };
  const made = selector(requirements);
  if (parsedSelectors.size >= MEMO_LIMIT) parsedSelectors.clear();
  parsedSelectors.set(text, made);
  return made;
}
