import type { Pod, PodStatus } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { declareKind } from '../../declare.ts';
import { withField } from '../../fill.ts';
import type { GracefulDeletion } from '../../kind.ts';
import { keepAllButStatus } from '../../strategies.ts';
import { defaultPod } from './defaults.ts';
import { isTerminal } from './phase.ts';
import { podPrinter } from './printer.ts';
import { podQosClass } from './qos.ts';
import { validatePodStatus } from './validate-status.ts';
import { validatePodUpdate } from './validate-update.ts';
import { validatePod } from './validation.ts';
import { podNameWarnings, podWarnings } from './warnings.ts';

/** Source: kubernetes v1.32 pkg/registry/core/pod/strategy.go. */
export const podKind = declareKind<Typed<Pod>>({
  group: '', version: 'v1', kind: 'Pod', resource: 'pods', shortNames: ['po'], categories: ['all'], namespaced: true,
  subresources: ['attach', 'binding', 'ephemeralcontainers', 'eviction', 'exec', 'log', 'portforward', 'proxy', 'status'], etcdPrefix: 'pods',
  default: defaultPod,
  strategy: {
    prepareForCreate: (pod) => ({ ...pod, status: initialStatus(pod) }),
    validate: validatePod,
    warningsOnCreate: (pod) => [...podNameWarnings(pod.metadata.name ?? ''), ...podWarnings(pod.spec, 'spec')],
    prepareForUpdate: (pod, old) => withField(pod, 'status', old.status),
    validateUpdate: validatePodUpdate,
    prepareForStatusUpdate,
    validateStatusUpdate: validatePodStatus,
    checkGracefulDelete,
    selectableFields: podFields,
  },
  printer: podPrinter,
});

const gated: PodStatus['conditions'] = [{
  type: 'PodScheduled', status: 'False', reason: 'SchedulingGated', message: 'Scheduling is blocked due to non-empty scheduling gates',
} as NonNullable<PodStatus['conditions']>[number]];

function initialStatus(pod: Pod): PodStatus {
  const status: PodStatus = { phase: 'Pending', qosClass: podQosClass(pod.spec ?? { containers: [] }) };
  return pod.spec?.schedulingGates?.length ? { ...status, conditions: gated } : status;
}

/** The class of service was settled at creation: it stays even when the writer of the status left it out. */
function prepareForStatusUpdate(pod: Typed<Pod>, old: Typed<Pod>): Typed<Pod> {
  const classified = pod.status?.qosClass || !old.status?.qosClass ? pod : { ...pod, status: { ...pod.status, qosClass: old.status.qosClass } };
  const kept = keepAllButStatus(classified, old);
  return withField(kept, 'metadata', withField(kept.metadata, 'deletionTimestamp', old.metadata.deletionTimestamp));
}

/**
 * The period the client asked for, else the pod's own; none for a pod that never got a node or has run to its end.
 * Source: kubernetes v1.32 pkg/registry/core/pod/strategy.go, CheckGracefulDelete.
 */
function checkGracefulDelete(pod: Typed<Pod>, requested: number | undefined): GracefulDeletion {
  const asked = requested ?? pod.spec?.terminationGracePeriodSeconds ?? 0;
  if (!pod.spec?.nodeName || isTerminal(pod)) return { gracePeriodSeconds: 0 };
  // A negative period means the shortest one.
  return { gracePeriodSeconds: asked < 0 ? 1 : asked };
}

/** Source: kubernetes v1.32 pkg/registry/core/pod/strategy.go, ToSelectableFields. */
export function podFields(pod: Typed<Pod>): Record<string, string> {
  const { spec, status } = pod;
  return {
    'spec.nodeName': spec?.nodeName ?? '', 'spec.restartPolicy': spec?.restartPolicy ?? '', 'spec.schedulerName': spec?.schedulerName ?? '',
    'spec.serviceAccountName': spec?.serviceAccountName ?? '', 'spec.hostNetwork': String(spec?.hostNetwork === true),
    'status.phase': status?.phase ?? '', 'status.podIP': status?.podIPs?.[0]?.ip ?? status?.podIP ?? '',
    'status.nominatedNodeName': status?.nominatedNodeName ?? '',
  };
}
