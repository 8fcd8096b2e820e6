import { everything, nothing } from '../../../../apimachinery/labels.ts';
import type { PodQuery } from '../../cache/pod-counts.ts';
import { type AffinityTerm, selectorText } from '../../framework/affinity-term.ts';
import type { Listers } from '../../framework/listers.ts';

/**
 * The namespaces of a term with its namespace selector resolved; null for all.
 * Source: kubernetes v1.32 plugins/interpodaffinity/plugin.go, mergeAffinityTermNamespacesIfNotEmpty.
 */
function namespacesOf(term: AffinityTerm, listers: Listers): ReadonlySet<string> | null {
  if (term.namespaceSelector === nothing) return term.namespaces;
  if (term.namespaceSelector === everything || term.namespaceSelector.empty) return null;
  const names = new Set(term.namespaces);
  for (const namespace of listers.namespaces.all()) if (term.namespaceSelector.matches(namespace.metadata.labels)) names.add(namespace.metadata.name!);
  return names;
}

const namesText = (names: ReadonlySet<string> | null): string => (names === null ? '*' : [...names].join(','));

function intersect(a: ReadonlySet<string> | null, b: ReadonlySet<string> | null): ReadonlySet<string> | null {
  if (a === null) return b;
  return b === null ? a : new Set([...a].filter((name) => b.has(name)));
}

/** The pods that match all of the terms. */
export function queryOf(terms: readonly AffinityTerm[], listers: Listers): PodQuery {
  let namespaces: ReadonlySet<string> | null = null;
  for (const term of terms) namespaces = intersect(namespaces, namespacesOf(term, listers));
  const selectors = terms.map(({ selector }) => selector);
  return { key: `affinity|${namesText(namespaces)}|${selectors.map(selectorText).join('&')}`, namespaces, selectors, aliveOnly: false };
}

/** Whether a pod of these labels is one that the query asks for. */
export function queryMatches({ namespaces, selectors }: PodQuery, namespace: string, labels: Readonly<Record<string, string>> | undefined): boolean {
  if (namespaces !== null && !namespaces.has(namespace)) return false;
  for (const selector of selectors) if (!selector.matches(labels)) return false;
  return true;
}
