import type { Snapshot } from '../../cache/snapshot.ts';
import type { TermGroup } from '../../cache/term-index.ts';
import { type AffinityTerm, termMatches } from '../../framework/affinity-term.ts';
import type { Listers } from '../../framework/listers.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { queryOf } from './term-query.ts';

interface Pull {
  readonly key: string;
  readonly counts: ReadonlyMap<string, number>;
  readonly weight: number;
}

export interface InterPodAffinityArgs {
  readonly hardPodAffinityWeight?: number;
  readonly ignorePreferredTermsOfExistingPods?: boolean;
}

/**
 * What draws the pod to places and what pushes it away: its own preferences, and those of the pods that are there.
 * Source: kubernetes v1.32 plugins/interpodaffinity/scoring.go.
 */
export class AffinityScoreState {
  private readonly pulls: Pull[] = [];
  private readonly snapshot: Snapshot;
  private readonly listers: Listers;
  private readonly pod: PodInfo;

  constructor(snapshot: Snapshot, listers: Listers, pod: PodInfo, args: InterPodAffinityArgs) {
    this.snapshot = snapshot;
    this.listers = listers;
    this.pod = pod;
    const { preferred, preferredAnti } = pod.affinity;
    this.addOwn(preferred, 1);
    this.addOwn(preferredAnti, -1);
    if (args.ignorePreferredTermsOfExistingPods && preferred.length + preferredAnti.length === 0) return;
    const { terms } = snapshot;
    const hardWeight = args.hardPodAffinityWeight ?? 1;
    if (hardWeight > 0) this.addExisting(terms.required, () => hardWeight);
    this.addExisting(terms.preferred, ({ weight }) => weight);
    this.addExisting(terms.preferredAnti, ({ weight }) => -weight);
  }

  get isEmpty(): boolean {
    return this.pulls.length === 0;
  }

  score({ labels }: NodeInfo): number {
    const { pulls } = this;
    let sum = 0;
    for (let i = 0; i < pulls.length; i++) {
      const value = labels[pulls[i].key];
      if (value !== undefined) sum += (pulls[i].counts.get(value) ?? 0) * pulls[i].weight;
    }
    return sum;
  }

  private addOwn(terms: readonly AffinityTerm[], sign: 1 | -1): void {
    for (const term of terms) {
      const counts = this.snapshot.counts.count(queryOf([term], this.listers)).table([term.topologyKey]).sums[0];
      if (counts.size > 0) this.pulls.push({ key: term.topologyKey, counts, weight: sign * term.weight });
    }
  }

  private addExisting(groups: ReadonlyMap<string, TermGroup>, weightOf: (term: AffinityTerm) => number): void {
    if (groups.size === 0) return;
    const { namespace, labels } = this.pod;
    const namespaceLabels = this.listers.namespaces.get('', namespace)?.metadata.labels;
    for (const { term, byValue } of groups.values()) {
      if (byValue.size > 0 && termMatches(term, namespace, labels, namespaceLabels)) this.pulls.push({ key: term.topologyKey, counts: byValue, weight: weightOf(term) });
    }
  }
}
