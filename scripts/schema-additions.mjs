// What scripts/generate-schemas.mjs adds to the types of kubernetes-types, which model v1.30.

/** The kinds that get a schema: apiVersion, file of the package ('' for a kind of the additions below), kind. */
export const kinds = [
  ...['Namespace', 'Node', 'Pod', 'Service', 'Endpoints', 'ConfigMap', 'Secret', 'ServiceAccount', 'PersistentVolume', 'PersistentVolumeClaim', 'Event',
    'ResourceQuota', 'LimitRange', 'ReplicationController', 'PodTemplate', 'Binding'].map((kind) => ['v1', 'core/v1', kind]),
  ...['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'ControllerRevision'].map((kind) => ['apps/v1', 'apps/v1', kind]),
  ...['Job', 'CronJob'].map((kind) => ['batch/v1', 'batch/v1', kind]),
  ['autoscaling/v2', 'autoscaling/v2', 'HorizontalPodAutoscaler'],
  ['autoscaling/v1', 'autoscaling/v1', 'HorizontalPodAutoscaler'],
  ['autoscaling/v1', 'autoscaling/v1', 'Scale'],
  ...['Ingress', 'IngressClass', 'NetworkPolicy'].map((kind) => ['networking.k8s.io/v1', 'networking/v1', kind]),
  ['discovery.k8s.io/v1', 'discovery/v1', 'EndpointSlice'],
  ...['PodDisruptionBudget', 'Eviction'].map((kind) => ['policy/v1', 'policy/v1', kind]),
  ...['StorageClass', 'VolumeAttachment', 'CSINode', 'CSIDriver', 'CSIStorageCapacity'].map((kind) => ['storage.k8s.io/v1', 'storage/v1', kind]),
  ['scheduling.k8s.io/v1', 'scheduling/v1', 'PriorityClass'],
  ['node.k8s.io/v1', 'node/v1', 'RuntimeClass'],
  ['coordination.k8s.io/v1', 'coordination/v1', 'Lease'],
  ...['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'].map((kind) => ['rbac.authorization.k8s.io/v1', 'rbac/v1', kind]),
  ['apiextensions.k8s.io/v1', 'apiextensions/v1', 'CustomResourceDefinition'],
  ['events.k8s.io/v1', 'events/v1', 'Event'],
  ...['TokenReview', 'TokenRequest', 'SelfSubjectReview'].map((kind) => ['authentication.k8s.io/v1', 'authentication/v1', kind]),
  ...['SubjectAccessReview', 'SelfSubjectAccessReview', 'LocalSubjectAccessReview', 'SelfSubjectRulesReview'].map((kind) => ['authorization.k8s.io/v1', 'authorization/v1', kind]),
  ['v1', 'meta/v1', 'DeleteOptions'],
  ...['NodeMetrics', 'PodMetrics'].map((kind) => ['metrics.k8s.io/v1beta1', '', kind]),
];

const kindFields = {
  apiVersion: { type: 's' },
  kind: { type: 's' },
  metadata: { type: '@ObjectMeta' },
};

const metrics = {
  timestamp: { type: 't', required: true, description: 'End of the window that was measured.' },
  window: { type: 's', required: true, description: 'Length of the window that was measured.' },
};

/** Struct → field → its type in the letters of src/simulation/kinds/schema/structure.ts. A field of the package is replaced, null takes it away. */
export const additions = {
  // Added in v1.31 and v1.32.
  ContainerStatus: {
    allocatedResourcesStatus: { type: '[@ResourceStatus', description: 'Health of resources that devices and claims allocated to the container.' },
    user: { type: '@ContainerUser', description: 'User identity of the first process of the container.' },
  },
  ContainerUser: { linux: { type: '@LinuxContainerUser' } },
  LinuxContainerUser: {
    gid: { type: 'l', required: true, description: 'Primary group of the first process.' },
    supplementalGroups: { type: '[l', description: 'Supplemental groups of the first process.' },
    uid: { type: 'l', required: true, description: 'User of the first process.' },
  },
  ResourceStatus: {
    name: { type: 's', required: true, description: 'Name of the resource, unique within the pod.' },
    resources: { type: '[@ResourceHealth', description: 'Health of each resource of that name.' },
  },
  ResourceHealth: {
    health: { type: 's', description: 'Healthy, Unhealthy or Unknown.' },
    resourceID: { type: 's', required: true, description: 'Which resource it is.' },
  },
  DeleteOptions: { ignoreStoreReadErrorWithClusterBreakingPotential: { type: 'b', description: 'Deletes an object that cannot be read from the store any more.' } },
  LeaseSpec: {
    preferredHolder: { type: 's', description: 'Who should hold the lease next. Needs strategy.' },
    strategy: { type: 's', description: 'How the leader is picked in coordinated leader election.' },
  },
  NodeRuntimeHandlerFeatures: { userNamespaces: { type: 'b', description: 'Whether the runtime handler supports user namespaces.' } },
  NodeStatus: { features: { type: '@NodeFeatures', description: 'What the container runtime supports.' } },
  NodeFeatures: { supplementalGroupsPolicy: { type: 'b', description: 'Whether the runtime supports supplementalGroupsPolicy and ContainerUser.' } },
  PodResourceClaim: {
    source: null,
    resourceClaimName: { type: 's', description: 'A ResourceClaim of the same namespace. Exactly one of resourceClaimName and resourceClaimTemplateName is set.' },
    resourceClaimTemplateName: { type: 's', description: 'A ResourceClaimTemplate of the same namespace, from which a claim is made for the pod.' },
  },
  PodSecurityContext: {
    seLinuxChangePolicy: { type: 's', description: 'How the SELinux label is applied to volumes: MountOption or Recursive.' },
    supplementalGroupsPolicy: { type: 's', description: 'How supplemental groups are calculated: Merge or Strict.' },
  },
  PodSpec: { resources: { type: '@ResourceRequirements', description: 'Resources of the pod as a whole. Needs the feature gate PodLevelResources.' } },
  ResourceClaim: { request: { type: 's', description: 'The request of the claim that is made available; all when empty.' } },
  Volume: { image: { type: '@ImageVolumeSource', description: 'An OCI artifact. Needs the feature gate ImageVolume.' } },
  ImageVolumeSource: {
    pullPolicy: { type: 's', description: 'Always, Never or IfNotPresent.' },
    reference: { type: 's', description: 'The artifact, as in the image of a container.' },
  },
  ResourceAttributes: {
    fieldSelector: { type: '@FieldSelectorAttributes', description: 'Limits the access asked about to matching fields.' },
    labelSelector: { type: '@LabelSelectorAttributes', description: 'Limits the access asked about to matching labels.' },
  },
  FieldSelectorAttributes: { rawSelector: { type: 's' }, requirements: { type: '[@FieldSelectorRequirement' } },
  LabelSelectorAttributes: { rawSelector: { type: 's' }, requirements: { type: '[@LabelSelectorRequirement' } },
  FieldSelectorRequirement: { key: { type: 's', required: true }, operator: { type: 's', required: true }, values: { type: '[s' } },

  // Lost by the package: fields whose names are no identifiers, and what stands after a comment with an end of comment in it.
  JSONSchemaProps: {
    'x-kubernetes-embedded-resource': { type: 'b' },
    'x-kubernetes-int-or-string': { type: 'b' },
    'x-kubernetes-list-map-keys': { type: '[s' },
    'x-kubernetes-list-type': { type: 's' },
    'x-kubernetes-map-type': { type: 's' },
    'x-kubernetes-preserve-unknown-fields': { type: 'b' },
    'x-kubernetes-validations': { type: '[@ValidationRule' },
  },
  ValidationRule: {
    fieldPath: { type: 's' }, message: { type: 's' }, messageExpression: { type: 's' }, optionalOldSelf: { type: 'b' }, reason: { type: 's' }, rule: { type: 's', required: true },
  },
  ResourceRule: {
    resources: { type: '[s', description: 'Resources that the rule is about; "*" means all.' },
    verbs: { type: '[s', required: true, description: 'Verbs that the rule allows; "*" means all.' },
  },

  // Not in the package: metrics-server's API.
  NodeMetrics: { ...kindFields, ...metrics, usage: { type: '{q', required: true, description: 'Memory is the working set, cpu the average over the window.' } },
  PodMetrics: { ...kindFields, ...metrics, containers: { type: '[@ContainerMetrics', required: true, description: 'One entry per container.' } },
  ContainerMetrics: { name: { type: 's', required: true }, usage: { type: '{q', required: true } },
};

const int64Fields = [
  'activeDeadlineSeconds', 'deletionGracePeriodSeconds', 'expirationSeconds', 'fsGroup', 'generation', 'gracePeriodSeconds', 'maxItems', 'maxLength', 'maxProperties', 'minItems',
  'minLength', 'minProperties', 'observedGeneration', 'revision', 'runAsGroup', 'runAsUser', 'seconds', 'sizeBytes', 'startingDeadlineSeconds', 'supplementalGroups',
  'terminationGracePeriodSeconds', 'tolerationSeconds',
];

/** Types that TypeScript cannot tell apart: by field name, or by 'Struct.field'. */
export const scalars = {
  ...Object.fromEntries(int64Fields.map((field) => [field, 'l'])),
  'ConfigMap.binaryData': '{y',
  'Secret.data': '{y',
  'WebhookClientConfig.caBundle': 'y',
  'JSONSchemaProps.maximum': 'd',
  'JSONSchemaProps.minimum': 'd',
  'JSONSchemaProps.multipleOf': 'd',
};
