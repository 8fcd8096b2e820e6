import { fencepostsOf } from '../../../kinds/apps/deployment/fenceposts.ts';
import { type DeploymentObject, replicasOf, type ReplicaSetObject } from './objects.ts';

export const REVISION = 'deployment.kubernetes.io/revision';
export const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
export const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
export const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';
const NOT_COPIED = new Set(['kubectl.kubernetes.io/last-applied-configuration', REVISION, REVISION_HISTORY, DESIRED_REPLICAS, MAX_REPLICAS, 'deprecated.deployment.rollback.to']);
const HISTORY_MAX_CHARS = 2000;

type Annotations = Readonly<Record<string, string>>;

export const revisionOf = (set: ReplicaSetObject | DeploymentObject): number => whole(set.metadata.annotations?.[REVISION]) ?? 0;

export function whole(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined;
}

/** The annotations that tell how large the Deployment was, for proportional scaling. */
export function sizeAnnotations(deployment: DeploymentObject): Annotations {
  const replicas = replicasOf(deployment);
  return { [DESIRED_REPLICAS]: String(replicas), [MAX_REPLICAS]: String(replicas + fencepostsOf(deployment).maxSurge) };
}

export function hasAnnotations(set: ReplicaSetObject, wanted: Annotations): boolean {
  return Object.keys(wanted).every((key) => set.metadata.annotations?.[key] === wanted[key]);
}

/**
 * The annotations of the newest set: the Deployment's own, the revision, and the revisions it had before when it becomes the newest
 * again by a rollback. The same object when nothing changes.
 * Source: kubernetes v1.32 pkg/controller/deployment/util/deployment_util.go, SetNewReplicaSetAnnotations.
 */
export function newSetAnnotations(deployment: DeploymentObject, current: Annotations | undefined, revision: number): Annotations {
  const changes: Record<string, string> = {};
  for (const [key, value] of Object.entries(deployment.metadata.annotations ?? {}))
    if (!NOT_COPIED.has(key) && current?.[key] !== value) changes[key] = value;
  const oldText = current?.[REVISION];
  const old = whole(oldText) ?? 0;
  if (old < revision) {
    changes[REVISION] = String(revision);
    if (oldText !== undefined) changes[REVISION_HISTORY] = longerHistory(current![REVISION_HISTORY] ?? '', oldText);
  }
  return Object.keys(changes).length === 0 && current ? current : { ...current, ...changes };
}

/** Drops the oldest revisions when the annotation would grow too long. */
function longerHistory(history: string, old: string): string {
  if (history === '') return old;
  let revisions = history.split(',');
  while (revisions.length > 0 && revisions.join(',').length + old.length + 1 > HISTORY_MAX_CHARS) revisions = revisions.slice(1);
  return [...revisions, old].join(',');
}
