import type { AffinityTerm } from '../framework/affinity-term.ts';
import { bump } from '../framework/node-info.ts';
import type { PodInfo } from '../framework/pod-info.ts';

/** Equal terms of pods that are on nodes: how many such pods there are per value of the term's topology key. */
export interface TermGroup {
  readonly term: AffinityTerm;
  pods: number;
  readonly byValue: Map<string, number>;
}

type Groups = Map<string, TermGroup>;
type Labels = Readonly<Record<string, string>>;

/** The (anti-)affinity terms of all pods on nodes, equal ones together: a thousand replicas have one. */
export class TermIndex {
  readonly required: Groups = new Map();
  readonly requiredAnti: Groups = new Map();
  readonly preferred: Groups = new Map();
  readonly preferredAnti: Groups = new Map();

  /** `labels` are those of the node on which the pod is. */
  follow(pod: PodInfo, labels: Labels, by: 1 | -1): void {
    if (!pod.hasAffinity) return;
    const { affinity } = pod;
    followTerms(this.required, affinity.required, labels, by);
    followTerms(this.requiredAnti, affinity.requiredAnti, labels, by);
    followTerms(this.preferred, affinity.preferred, labels, by);
    followTerms(this.preferredAnti, affinity.preferredAnti, labels, by);
  }
}

function followTerms(groups: Groups, terms: readonly AffinityTerm[], labels: Labels, by: 1 | -1): void {
  for (const term of terms) {
    let group = groups.get(term.signature);
    if (group === undefined) groups.set(term.signature, (group = { term, pods: 0, byValue: new Map() }));
    group.pods += by;
    if (group.pods === 0) groups.delete(term.signature);
    const value = labels[term.topologyKey];
    if (value !== undefined) bump(group.byValue, value, by);
  }
}
