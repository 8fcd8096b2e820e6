import type { TopologySpreadConstraint } from 'kubernetes-types/core/v1.d.ts';
import type { KubeObject } from '../../../../apimachinery/meta.ts';
import { Action } from '../../framework/cluster-event.ts';
import { type AnyPlugin, type Handle, MAX_NODE_SCORE, type PluginArgs } from '../../framework/interface.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { SKIP, unresolvable, unschedulable } from '../../framework/status.ts';
import { type Constraint, constraintsOf, hasAllKeys, HOSTNAME, ZONE } from './constraint.ts';
import { defaultSelector } from './default-selector.ts';
import { SpreadFilterState } from './filter-state.ts';
import { SpreadScoreState } from './score-state.ts';

const NAME = 'PodTopologySpread';
const TOO_SKEWED = unschedulable(NAME, "node(s) didn't match pod topology spread constraints");
const NO_LABEL = unresolvable(NAME, "node(s) didn't match pod topology spread constraints (missing required label)");

interface PodTopologySpreadArgs {
  readonly defaultConstraints?: readonly TopologySpreadConstraint[];
  readonly defaultingType?: 'System' | 'List';
}

const SYSTEM_DEFAULTS: readonly TopologySpreadConstraint[] = [
  { topologyKey: HOSTNAME, whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 3 },
  { topologyKey: ZONE, whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 5 },
];

/**
 * Spreads a pod and its like over zones, nodes or other domains. Source: kubernetes v1.32 plugins/podtopologyspread/plugin.go.
 */
export function podTopologySpread(handle: Handle, args: PluginArgs): AnyPlugin {
  const given = args[NAME] as PodTopologySpreadArgs | undefined;
  const systemDefaulted = given?.defaultingType !== 'List';
  const defaults = systemDefaulted ? SYSTEM_DEFAULTS : (given?.defaultConstraints ?? []);
  const filterKey = handle.stateKey<SpreadFilterState>(`PreFilter${NAME}`);
  const scoreKey = handle.stateKey<SpreadScoreState>(`PreScore${NAME}`);

  const hasOwn = ({ pod }: PodInfo): boolean => (pod.spec!.topologySpreadConstraints?.length ?? 0) > 0;

  function constraints(pod: PodInfo, action: string): readonly Constraint[] {
    if (hasOwn(pod)) return constraintsOf(pod.pod.spec!.topologySpreadConstraints!, pod.labels, action);
    const wanted = constraintsOf(defaults, pod.labels, action);
    if (wanted.length === 0) return wanted;
    const selector = defaultSelector(pod.pod, handle.listers);
    return selector.empty ? [] : wanted.map((constraint) => ({ ...constraint, selector }));
  }

  /** Whether a pod with these labels is one of those that the pod wants to be spread among. */
  const counts = (pod: PodInfo, { metadata }: KubeObject): boolean =>
    metadata.namespace === pod.namespace && constraints(pod, 'DoNotSchedule').some(({ selector }) => selector.matches(metadata.labels));

  const isDomain = (pod: PodInfo, { metadata }: KubeObject): boolean => hasAllKeys(metadata.labels ?? {}, constraints(pod, 'DoNotSchedule'));

  return {
    name: NAME,
    events: () => [
      {
        resource: 'AssignedPod', actions: Action.Add | Action.Delete | Action.UpdatePodLabel,
        hint: (pod, old, object) => ((old && counts(pod, old)) || (object && counts(pod, object)) ? 'Queue' : 'Skip'),
      },
      { resource: 'UnscheduledPod', actions: Action.UpdatePodLabel },
      {
        resource: 'Node', actions: Action.Add | Action.Delete | Action.UpdateNodeLabel | Action.UpdateNodeTaint,
        hint: (pod, old, object) => ((old && isDomain(pod, old)) || (object && isDomain(pod, object)) ? 'Queue' : 'Skip'),
      },
    ],
    preFilter(state, pod) {
      const hard = constraints(pod, 'DoNotSchedule');
      if (hard.length === 0) return SKIP;
      state.write(filterKey, SpreadFilterState.of(handle.snapshot, pod, hard));
      return null;
    },
    addPod: (state, pod, added, node) => state.read(filterKey)?.change(pod, added, node, 1),
    removePod: (state, pod, removed, node) => state.read(filterKey)?.change(pod, removed, node, -1),
    filter(state, _pod, node) {
      const verdict = state.read(filterKey)!.check(node);
      if (verdict === 'fits') return null;
      return verdict === 'label' ? NO_LABEL : TOO_SKEWED;
    },
    preScore(state, pod, nodes) {
      const soft = constraints(pod, 'ScheduleAnyway');
      if (soft.length === 0) return SKIP;
      state.write(scoreKey, new SpreadScoreState(handle.snapshot, pod, soft, nodes, hasOwn(pod) || !systemDefaulted));
      return null;
    },
    score: (state, _pod, node) => state.read(scoreKey)!.score(node),
    normalize(state, _pod, scores, nodes) {
      const spread = state.read(scoreKey)!;
      let min = Infinity;
      let max = 0;
      for (let i = 0; i < scores.length; i++) {
        if (spread.isIgnored(nodes[i])) continue;
        if (scores[i] < min) min = scores[i];
        if (scores[i] > max) max = scores[i];
      }
      for (let i = 0; i < scores.length; i++) {
        if (spread.isIgnored(nodes[i])) scores[i] = 0;
        else scores[i] = max === 0 ? MAX_NODE_SCORE : Math.trunc((MAX_NODE_SCORE * (max + min - scores[i])) / max);
      }
    },
  };
}
