import type { ControllerRevision } from 'kubernetes-types/apps/v1.d.ts';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1.d.ts';
import { canonicalJson, deepEqual } from '../../../apimachinery/equality.ts';
import { fnv1a32, safeEncodeString } from '../../../apimachinery/hash.ts';
import type { KubeObject, Typed } from '../../../apimachinery/meta.ts';
import { timeToUs } from '../../../apimachinery/time.ts';
import { controllerRef } from '../pod-control.ts';

export type RevisionObject = Typed<ControllerRevision>;

export const HASH_LABEL = 'controller.kubernetes.io/hash';
/** On pods: the revision they were made from. */
export const POD_REVISION_LABEL = 'controller-revision-hash';

type Owner = KubeObject & { readonly spec?: { readonly template?: PodTemplateSpec } };

/** What a revision keeps: a patch that puts the template back. Source: kubernetes v1.32 pkg/controller/statefulset/stateful_set_utils.go, getPatch. */
const dataOf = (template: PodTemplateSpec): { spec: { template: object } } => ({ spec: { template: { ...template, $patch: 'replace' } } });

/** Source: kubernetes v1.32 pkg/controller/history/controller_history.go, NewControllerRevision and HashControllerRevision. */
export function newRevision(owner: Owner, revision: number, collisionCount: number | undefined): RevisionObject {
  const template = owner.spec!.template!;
  const data = dataOf(template);
  const hash = safeEncodeString(String(fnv1a32(canonicalJson(data) + (collisionCount === undefined ? '' : `/${collisionCount}`))));
  return {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: `${owner.metadata.name}-${hash}`,
      namespace: owner.metadata.namespace,
      labels: { ...template.metadata?.labels, [HASH_LABEL]: hash },
      ownerReferences: [controllerRef(owner)],
    },
    data,
    revision,
  } as unknown as RevisionObject;
}

/** Oldest first. Source: controller_history.go, SortControllerRevisions. */
export function byRevision(a: RevisionObject, b: RevisionObject): number {
  const [left, right] = [timeToUs(a.metadata.creationTimestamp) ?? 0, timeToUs(b.metadata.creationTimestamp) ?? 0];
  return a.revision - b.revision || left - right || (a.metadata.name! < b.metadata.name! ? -1 : 1);
}

export const sameData = (a: RevisionObject, b: RevisionObject): boolean => deepEqual(a.data, b.data);

/** The template that a revision keeps. Source: stateful_set_utils.go, ApplyRevision. */
export function templateOf(revision: RevisionObject): PodTemplateSpec {
  const { $patch: _, ...template } = (revision.data as unknown as { spec: { template: PodTemplateSpec & { $patch?: string } } }).spec.template;
  return template;
}
