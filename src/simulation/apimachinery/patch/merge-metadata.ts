/** How strategic merge treats one field of a struct; a field that is not listed merges as a map, is replaced as a list. */
export interface FieldMergeMetadata {
  /** The struct of the field, or of the list's items. */
  readonly type?: string;
  /** A list whose items merge: by this field of theirs. */
  readonly mergeKey?: string;
  /** A list of plain values that merges as a set. */
  readonly mergeSet?: true;
  /** A map of which a patch keeps only the keys that it names. */
  readonly retainKeys?: true;
  /** A map that a patch replaces whole. */
  readonly replace?: true;
}

export type StructMergeMetadata = Readonly<Record<string, FieldMergeMetadata>>;

const struct = (type: string): FieldMergeMetadata => ({ type });
const byKey = (mergeKey: string, type = ''): FieldMergeMetadata => (type === '' ? { mergeKey } : { mergeKey, type });
const set: FieldMergeMetadata = { mergeSet: true };
const conditions = byKey('type');

const objectMeta: StructMergeMetadata = { ownerReferences: byKey('uid'), finalizers: set };
const meta = struct('ObjectMeta');

const workload = (spec: string, status: string): StructMergeMetadata => ({ metadata: meta, spec: struct(spec), status: struct(status) });
const withConditions: StructMergeMetadata = { conditions };
const templated: StructMergeMetadata = { template: struct('PodTemplateSpec') };

const container: StructMergeMetadata = {
  ports: byKey('containerPort'),
  env: byKey('name'),
  volumeMounts: byKey('mountPath'),
  volumeDevices: byKey('devicePath'),
};

const podSpec: StructMergeMetadata = {
  volumes: { mergeKey: 'name', retainKeys: true, type: 'Volume' },
  initContainers: byKey('name', 'Container'),
  containers: byKey('name', 'Container'),
  ephemeralContainers: byKey('name', 'Container'),
  imagePullSecrets: byKey('name'),
  hostAliases: byKey('ip'),
  topologySpreadConstraints: byKey('topologyKey'),
  schedulingGates: byKey('name'),
  resourceClaims: { mergeKey: 'name', retainKeys: true },
};

const podStatus: StructMergeMetadata = {
  conditions,
  podIPs: byKey('ip'),
  hostIPs: byKey('ip'),
  resourceClaimStatuses: { mergeKey: 'name', retainKeys: true },
};

const serviceAccount: StructMergeMetadata = { metadata: meta, secrets: byKey('name'), imagePullSecrets: byKey('name') };

/**
 * Struct name → field → how it merges; kinds are structs too. Kinds that only have metadata need no line.
 * Source: the patchStrategy and patchMergeKey tags of kubernetes v1.32 staging/src/k8s.io/api.
 */
export const structs: ReadonlyMap<string, StructMergeMetadata> = new Map<string, StructMergeMetadata>([
  ['ObjectMeta', objectMeta],
  ['Container', container],
  ['PodSpec', podSpec],
  ['PodStatus', podStatus],
  ['PodTemplateSpec', { metadata: meta, spec: struct('PodSpec') }],
  ['Templated', templated],
  ['WithConditions', withConditions],
  ['Pod', workload('PodSpec', 'PodStatus')],
  ['PodTemplate', { metadata: meta, ...templated }],
  ['Deployment', workload('DeploymentSpec', 'WithConditions')],
  ['DeploymentSpec', { ...templated, strategy: { retainKeys: true } }],
  ['ReplicaSet', workload('Templated', 'WithConditions')],
  ['ReplicationController', workload('Templated', 'WithConditions')],
  ['StatefulSet', workload('Templated', 'WithConditions')],
  ['DaemonSet', workload('Templated', 'WithConditions')],
  ['Job', workload('Templated', 'WithConditions')],
  ['CronJob', workload('CronJobSpec', '')],
  ['CronJobSpec', { jobTemplate: struct('JobTemplateSpec') }],
  ['JobTemplateSpec', { metadata: meta, spec: struct('Templated') }],
  ['Service', workload('ServiceSpec', 'WithConditions')],
  ['ServiceSpec', { ports: byKey('port') }],
  ['ServiceAccount', serviceAccount],
  ['Node', workload('NodeSpec', 'NodeStatus')],
  ['NodeSpec', { podCIDRs: set }],
  ['NodeStatus', { conditions, addresses: byKey('type') }],
  ['Namespace', workload('', 'WithConditions')],
  ['PersistentVolumeClaim', workload('', 'WithConditions')],
  ['PodDisruptionBudget', workload('PodDisruptionBudgetSpec', 'WithConditions')],
  ['PodDisruptionBudgetSpec', { selector: { replace: true } }],
  ['HorizontalPodAutoscaler', workload('', 'WithConditions')],
  ['NetworkPolicy', workload('', '')],
]);

const plain: StructMergeMetadata = { metadata: meta };

/** Metadata of a kind at its root. */
export function kindMetadata(kind: string): StructMergeMetadata {
  return structs.get(kind) ?? plain;
}

const none: StructMergeMetadata = {};

/** Metadata of what lies in a field. */
export function structMetadata(field: FieldMergeMetadata | undefined): StructMergeMetadata {
  return field?.type === undefined ? none : (structs.get(field.type) ?? none);
}
