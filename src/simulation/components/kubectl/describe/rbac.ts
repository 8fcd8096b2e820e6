import { compareStrings } from '../../../apimachinery/equality.ts';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { Process } from '../../../engine/index.ts';
import type { Session } from '../session.ts';
import type { Lines } from './lines.ts';

interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly verbs: readonly string[];
}

const bracket = (list: readonly string[] | undefined): string => `[${(list ?? []).join(' ')}]`;

/** Roles and ClusterRoles, one line for each resource. Source: kubectl describe, describeRole. */
export function* describeRole(_session: Session, object: KubeObject, lines: Lines): Process<void> {
  lines.line(`Name:\t${object.metadata.name}`);
  lines.labels(0, object.metadata.labels);
  lines.annotations(object.metadata.annotations);
  lines.line('PolicyRule:\n  Resources\tNon-Resource URLs\tResource Names\tVerbs');
  lines.at(1, '---------\t-----------------\t--------------\t-----');
  const rows = compact((object.rules ?? []) as readonly Rule[]).map((rule) => `${rule.resource}\t${bracket(rule.urls)}\t${bracket(rule.names)}\t${bracket(rule.verbs)}`);
  for (const row of rows.sort(compareStrings)) lines.at(1, row);
}

interface Compact {
  readonly resource: string;
  readonly urls: readonly string[];
  readonly names: readonly string[];
  readonly verbs: readonly string[];
}

/** One rule per resource; rules for the same resource come together. */
function compact(rules: readonly Rule[]): Compact[] {
  const found = new Map<string, Compact>();
  const add = (rule: Compact): void => {
    const key = `${rule.resource}|${rule.urls.join(',')}|${rule.names.join(',')}`;
    const old = found.get(key);
    found.set(key, old ? { ...old, verbs: [...old.verbs, ...rule.verbs] } : rule);
  };
  for (const { apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [], verbs } of rules) {
    for (const group of apiGroups) for (const resource of resources) {
      const name = group === '' ? resource : `${resource}.${group}`;
      if (resourceNames.length === 0) add({ resource: name, urls: [], names: [], verbs });
      for (const one of resourceNames) add({ resource: name, urls: [], names: [one], verbs });
    }
    for (const url of nonResourceURLs) add({ resource: '', urls: [url], names: [], verbs });
  }
  return [...found.values()];
}

/** RoleBindings and ClusterRoleBindings. Source: kubectl describe, describeRoleBinding. */
export function* describeBinding(_session: Session, object: KubeObject, lines: Lines): Process<void> {
  lines.line(`Name:\t${object.metadata.name}`);
  lines.labels(0, object.metadata.labels);
  lines.annotations(object.metadata.annotations);
  lines.line('Role:');
  lines.at(1, `Kind:\t${object.roleRef.kind}`);
  lines.at(1, `Name:\t${object.roleRef.name}`);
  lines.line('Subjects:\n  Kind\tName\tNamespace');
  lines.at(1, '----\t----\t---------');
  for (const { kind, name, namespace = '' } of (object.subjects ?? []) as readonly { kind: string; name: string; namespace?: string }[]) lines.at(1, `${kind}\t${name}\t${namespace}`);
}
