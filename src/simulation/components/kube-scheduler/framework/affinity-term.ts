import type { PodAffinityTerm, WeightedPodAffinityTerm } from 'kubernetes-types/core/v1.d.ts';
import { compareStrings } from '../../../apimachinery/equality.ts';
import { type Labels, nothing, type Selector, selectorFromLabelSelector } from '../../../apimachinery/labels.ts';

/**
 * A pod (anti-)affinity term ready for matching. Equal terms have equal signatures, so that counts can be kept per term
 * instead of per pod. Source: kubernetes v1.32 pkg/scheduler/framework/types.go, AffinityTerm.
 */
export interface AffinityTerm {
  readonly namespaces: ReadonlySet<string>;
  readonly namespaceSelector: Selector;
  readonly selector: Selector;
  readonly topologyKey: string;
  /** Of a preferred term; 0 for a required one. */
  readonly weight: number;
  readonly signature: string;
}

/** The namespaces of a term are the pod's own when it names none and selects none. */
export function affinityTerm(podNamespace: string, term: PodAffinityTerm, weight = 0): AffinityTerm {
  const names = term.namespaces ?? [];
  const own = names.length === 0 && !term.namespaceSelector;
  const namespaces = own ? [podNamespace] : [...names].sort(compareStrings);
  const selector = term.labelSelector ? selectorFromLabelSelector(term.labelSelector) : nothing;
  const namespaceSelector = term.namespaceSelector ? selectorFromLabelSelector(term.namespaceSelector) : nothing;
  const signature = [term.topologyKey, weight, namespaces.join(','), selectorText(namespaceSelector), selectorText(selector)].join('|');
  return { namespaces: new Set(namespaces), namespaceSelector, selector, topologyKey: term.topologyKey, weight, signature };
}

/** A text that tells selectors apart, also the one that matches nothing from the one that matches everything. */
export function selectorText(selector: Selector): string {
  if (selector === nothing) return '!';
  let text = selectorTexts.get(selector);
  if (text === undefined) selectorTexts.set(selector, (text = selector.toString()));
  return text;
}

// Selectors are made once per object of the API and live as long, so their texts may do so, too.
const selectorTexts = new WeakMap<Selector, string>();

/** Source: kubernetes v1.32 pkg/scheduler/framework/types.go, AffinityTerm.Matches. */
export function termMatches(term: AffinityTerm, namespace: string, labels: Labels | undefined, namespaceLabels: Labels | undefined): boolean {
  if (!term.namespaces.has(namespace) && !term.namespaceSelector.matches(namespaceLabels)) return false;
  return term.selector.matches(labels);
}

export const requiredTerms = (namespace: string, terms: readonly PodAffinityTerm[] | undefined): readonly AffinityTerm[] =>
  terms && terms.length > 0 ? terms.map((term) => affinityTerm(namespace, term)) : NO_TERMS;

export const preferredTerms = (namespace: string, terms: readonly WeightedPodAffinityTerm[] | undefined): readonly AffinityTerm[] =>
  terms && terms.length > 0 ? terms.map((term) => affinityTerm(namespace, term.podAffinityTerm, term.weight)) : NO_TERMS;

export const NO_TERMS: readonly AffinityTerm[] = [];
