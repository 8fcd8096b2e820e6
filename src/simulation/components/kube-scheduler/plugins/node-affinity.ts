import type { Node, NodeAffinity, NodeSelectorTerm, PreferredSchedulingTerm } from 'kubernetes-types/core/v1.d.ts';
import { matchesNodeAffinity, matchesNodeSelector, matchesNodeSelectorTerm } from '../../../kinds/core/node/affinity.ts';
import { Action } from '../framework/cluster-event.ts';
import type { AnyPlugin, Handle, PluginArgs } from '../framework/interface.ts';
import { SKIP, unresolvable } from '../framework/status.ts';
import { normalizeByMax } from './scores.ts';

const NAME = 'NodeAffinity';
const POD_SAYS_NO = unresolvable(NAME, "node(s) didn't match Pod's node affinity/selector");
const PROFILE_SAYS_NO = unresolvable(NAME, "node(s) didn't match scheduler-enforced node affinity");
const CONFLICT = unresolvable(NAME, 'pod affinity terms conflict');

interface NodeAffinityArgs {
  readonly addedAffinity?: NodeAffinity;
}

/**
 * spec.nodeSelector, the pod's node affinity, and the affinity that the profile adds to every pod.
 * Source: kubernetes v1.32 plugins/nodeaffinity/node_affinity.go.
 */
export function nodeAffinity(handle: Handle, args: PluginArgs): AnyPlugin {
  const added = (args[NAME] as NodeAffinityArgs | undefined)?.addedAffinity;
  const addedRequired = added?.requiredDuringSchedulingIgnoredDuringExecution;
  const addedPreferred = added?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  const key = handle.stateKey<readonly PreferredSchedulingTerm[]>(`PreScore${NAME}`);

  return {
    name: NAME,
    events: () => [
      {
        resource: 'Node',
        actions: Action.Add | Action.UpdateNodeLabel,
        hint({ pod }, old, object) {
          const fits = (node: Node): boolean => matchesNodeSelector(addedRequired, node) && matchesNodeAffinity(pod.spec!, node);
          return fits(object as Node) && !(old && fits(old as Node)) ? 'Queue' : 'Skip';
        },
      },
    ],
    preFilter(_state, { pod }) {
      const required = pod.spec!.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
      if (!required) return !addedRequired && !pod.spec!.nodeSelector ? SKIP : null;
      const names = namedNodes(required.nodeSelectorTerms ?? []);
      if (names === null) return null;
      return names.size === 0 ? CONFLICT : names;
    },
    filter(_state, { pod }, node) {
      if (addedRequired && !matchesNodeSelector(addedRequired, node.node)) return PROFILE_SAYS_NO;
      return matchesNodeAffinity(pod.spec!, node.node) ? null : POD_SAYS_NO;
    },
    preScore(state, { pod }) {
      const own = pod.spec!.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
      if (own.length + addedPreferred.length === 0) return SKIP;
      state.write(key, [...addedPreferred, ...own]);
      return null;
    },
    score(state, _pod, node) {
      let sum = 0;
      for (const { preference, weight } of state.read(key)!) if (weight !== 0 && matchesNodeSelectorTerm(preference, node.node)) sum += weight;
      return sum;
    },
    normalize: (_state, _pod, scores) => normalizeByMax(scores, false),
  };
}

/** The nodes that the terms name by metadata.name; null when a term names none, since it may be satisfied by any node. */
function namedNodes(terms: readonly NodeSelectorTerm[]): Set<string> | null {
  const names = new Set<string>();
  for (const term of terms) {
    let inTerm: string[] | null = null;
    for (const { key, operator, values } of term.matchFields ?? []) {
      if (key !== 'metadata.name' || operator !== 'In') continue;
      inTerm = inTerm === null ? [...(values ?? [])] : inTerm.filter((name) => values?.includes(name));
    }
    if (inTerm === null) return null;
    for (const name of inTerm) names.add(name);
  }
  return terms.length === 0 ? null : names;
}
