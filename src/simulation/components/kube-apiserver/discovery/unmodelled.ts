/** A resource that v1.32 lists and this server does not keep: asking for it answers 404. Columns as in `kubectl api-resources`. */
export interface Unmodelled {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly verbs: readonly string[];
  readonly subresources: readonly string[];
}

const stored = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

function kept(group: string, kind: string, resource: string, namespaced = false, shortNames: readonly string[] = [], subresources: readonly string[] = []): Unmodelled {
  return { group, version: 'v1', resource, kind, namespaced, shortNames, verbs: stored, subresources };
}

/** A question that is put by creating it. */
function asked(group: string, kind: string, resource: string, namespaced = false): Unmodelled {
  return { group, version: 'v1', resource, kind, namespaced, shortNames: [], verbs: ['create'], subresources: [] };
}

export const unmodelled: readonly Unmodelled[] = [
  asked('', 'Binding', 'bindings', true),
  { ...kept('', 'ComponentStatus', 'componentstatuses', false, ['cs']), verbs: ['get', 'list'] },
  kept('apiregistration.k8s.io', 'APIService', 'apiservices', false, [], ['status']),
  asked('authentication.k8s.io', 'SelfSubjectReview', 'selfsubjectreviews'),
  asked('authentication.k8s.io', 'TokenReview', 'tokenreviews'),
  asked('authorization.k8s.io', 'LocalSubjectAccessReview', 'localsubjectaccessreviews', true),
  asked('authorization.k8s.io', 'SelfSubjectAccessReview', 'selfsubjectaccessreviews'),
  asked('authorization.k8s.io', 'SelfSubjectRulesReview', 'selfsubjectrulesreviews'),
  asked('authorization.k8s.io', 'SubjectAccessReview', 'subjectaccessreviews'),
  kept('certificates.k8s.io', 'CertificateSigningRequest', 'certificatesigningrequests', false, ['csr'], ['approval', 'status']),
  kept('storage.k8s.io', 'CSIDriver', 'csidrivers'),
  kept('storage.k8s.io', 'CSIStorageCapacity', 'csistoragecapacities', true),
  kept('admissionregistration.k8s.io', 'MutatingWebhookConfiguration', 'mutatingwebhookconfigurations'),
  kept('admissionregistration.k8s.io', 'ValidatingAdmissionPolicy', 'validatingadmissionpolicies', false, [], ['status']),
  kept('admissionregistration.k8s.io', 'ValidatingAdmissionPolicyBinding', 'validatingadmissionpolicybindings'),
  kept('admissionregistration.k8s.io', 'ValidatingWebhookConfiguration', 'validatingwebhookconfigurations'),
  kept('flowcontrol.apiserver.k8s.io', 'FlowSchema', 'flowschemas', false, [], ['status']),
  kept('flowcontrol.apiserver.k8s.io', 'PriorityLevelConfiguration', 'prioritylevelconfigurations', false, [], ['status']),
];
