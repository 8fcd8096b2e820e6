import type { Pod } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../../../apimachinery/meta.ts';
import { Action } from '../../framework/cluster-event.ts';
import { termMatches } from '../../framework/affinity-term.ts';
import { type AnyPlugin, type Handle, MAX_NODE_SCORE, type PluginArgs } from '../../framework/interface.ts';
import { PodInfo } from '../../framework/pod-info.ts';
import { SKIP, unresolvable, unschedulable } from '../../framework/status.ts';
import { AffinityFilterState } from './filter-state.ts';
import { AffinityScoreState, type InterPodAffinityArgs } from './score-state.ts';

const NAME = 'InterPodAffinity';
const VERDICTS = {
  'fits': null,
  'affinity': unresolvable(NAME, "node(s) didn't match pod affinity rules"),
  'anti-affinity': unschedulable(NAME, "node(s) didn't match pod anti-affinity rules"),
  'existing-anti-affinity': unschedulable(NAME, "node(s) didn't satisfy existing pods anti-affinity rules"),
} as const;

/** Near some pods, away from others. Source: kubernetes v1.32 plugins/interpodaffinity/plugin.go. */
export function interPodAffinity(handle: Handle, pluginArgs: PluginArgs): AnyPlugin {
  const args = (pluginArgs[NAME] ?? {}) as InterPodAffinityArgs;
  const filterKey = handle.stateKey<AffinityFilterState>(`PreFilter${NAME}`);
  const scoreKey = handle.stateKey<AffinityScoreState>(`PreScore${NAME}`);
  const namespaceLabels = (namespace: string) => handle.listers.namespaces.get('', namespace)?.metadata.labels;

  /** One event is asked about for each waiting pod. */
  let asked: PodInfo | undefined;

  /** Whether another pod has to do with why this one found no place. */
  function concerns(pod: PodInfo, other: Pod | undefined): boolean {
    if (other === undefined) return true;
    if (asked?.pod !== other) asked = new PodInfo(other as Typed<Pod>);
    const info = asked;
    const own = [...pod.affinity.required, ...pod.affinity.requiredAnti];
    if (own.some((term) => termMatches(term, info.namespace, info.labels, namespaceLabels(info.namespace)))) return true;
    return info.affinity.requiredAnti.some((term) => termMatches(term, pod.namespace, pod.labels, namespaceLabels(pod.namespace)));
  }

  return {
    name: NAME,
    events: () => [
      {
        resource: 'AssignedPod',
        actions: Action.Add | Action.Delete | Action.UpdatePodLabel,
        hint: (pod, old, object) => (concerns(pod, (object ?? old) as Pod | undefined) || (object && old && concerns(pod, old as Pod)) ? 'Queue' : 'Skip'),
      },
      { resource: 'UnscheduledPod', actions: Action.UpdatePodLabel },
      { resource: 'Node', actions: Action.Add | Action.UpdateNodeLabel },
    ],
    preFilter(state, pod) {
      if (!pod.hasAffinity && handle.snapshot.terms.requiredAnti.size === 0) return SKIP;
      const prepared = new AffinityFilterState(handle.snapshot, handle.listers, pod);
      if (prepared.isEmpty) return SKIP;
      state.write(filterKey, prepared);
      return null;
    },
    addPod: (state, pod, added, node) => state.read(filterKey)?.change(pod, added, node, 1),
    removePod: (state, pod, removed, node) => state.read(filterKey)?.change(pod, removed, node, -1),
    filter: (state, _pod, node) => VERDICTS[state.read(filterKey)!.check(node)],
    preScore(state, pod) {
      const prepared = new AffinityScoreState(handle.snapshot, handle.listers, pod, args);
      if (prepared.isEmpty) return SKIP;
      state.write(scoreKey, prepared);
      return null;
    },
    score: (state, _pod, node) => state.read(scoreKey)!.score(node),
    normalize(_state, _pod, scores) {
      let min = Infinity;
      let max = -Infinity;
      for (const score of scores) {
        if (score < min) min = score;
        if (score > max) max = score;
      }
      for (let i = 0; i < scores.length; i++) scores[i] = max > min ? Math.trunc(MAX_NODE_SCORE * ((scores[i] - min) / (max - min))) : 0;
    },
  };
}
