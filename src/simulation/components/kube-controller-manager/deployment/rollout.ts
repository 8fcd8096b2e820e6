import { canonicalJson, deepEqual } from '../../../apimachinery/equality.ts';
import { fnv1a32, safeEncodeString } from '../../../apimachinery/hash.ts';
import { controllerRef } from '../pod-control.ts';
import { byAge, type DeploymentObject, type ReplicaSetObject } from './objects.ts';

export const TEMPLATE_HASH = 'pod-template-hash';

type Template = NonNullable<ReplicaSetObject['spec']>['template'];

/** Equal but for the hash label. Source: kubernetes v1.32 pkg/controller/deployment/util, EqualIgnoreHash. */
export function sameTemplate(a: Template, b: Template): boolean {
  if (a === b) return true;
  if (!a || !b) return false;
  return deepEqual(a.spec, b.spec) && deepEqual({ ...a.metadata, labels: withoutHash(a) }, { ...b.metadata, labels: withoutHash(b) });
}

function withoutHash(template: NonNullable<Template>): Record<string, string> {
  const { [TEMPLATE_HASH]: _, ...labels } = template.metadata?.labels ?? {};
  return labels;
}

/** The oldest set of the Deployment's present template. Source: deployment_util.go, FindNewReplicaSet. */
export function findNewest(deployment: DeploymentObject, sets: readonly ReplicaSetObject[]): ReplicaSetObject | undefined {
  return [...sets].sort(byAge).find((set) => sameTemplate(set.spec!.template, deployment.spec!.template));
}

/** Source: kubernetes v1.32 pkg/controller/controller_utils.go, ComputeHash. Differs: hashes canonical JSON, not Go's dump of the struct. */
export function templateHash(template: Template, collisionCount: number | undefined): string {
  return safeEncodeString(String(fnv1a32(canonicalJson(template) + (collisionCount === undefined ? '' : `/${collisionCount}`))));
}

/** A new set for the present template, of the given size. Source: kubernetes v1.32 pkg/controller/deployment/sync.go, getNewReplicaSet. */
export function newReplicaSet(deployment: DeploymentObject, size: number, annotations: Readonly<Record<string, string>>): ReplicaSetObject {
  const { template, selector, minReadySeconds } = deployment.spec!;
  const hash = templateHash(template, deployment.status?.collisionCount);
  const labels = { ...template.metadata?.labels, [TEMPLATE_HASH]: hash };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${deployment.metadata.name}-${hash}`,
      namespace: deployment.metadata.namespace,
      labels,
      annotations: { ...annotations },
      ownerReferences: [controllerRef(deployment)],
    },
    spec: {
      replicas: size,
      ...(minReadySeconds ? { minReadySeconds } : {}),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [TEMPLATE_HASH]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  } as ReplicaSetObject;
}

