import type { ContainerStatus, Pod } from 'kubernetes-types/core/v1.d.ts';
import { forbidden, path } from '../../../apimachinery/field.ts';
import type { FieldError, Path } from '../../../apimachinery/field.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { validateImmutableField } from '../../../apimachinery/object-meta.ts';
import { isDNS1123Subdomain } from '../../../apimachinery/validation.ts';
import { invalidFor } from '../../values.ts';

/** What a status may not say. Source: kubernetes v1.32 pkg/apis/core/validation, ValidatePodStatusUpdate. */
export function validatePodStatus(pod: Typed<Pod>, old: Typed<Pod>): FieldError[] {
  const at = path('status');
  const [now, before] = [pod.status ?? {}, old.status ?? {}];
  const errors: FieldError[] = [];
  const nominated = now.nominatedNodeName;
  if (nominated && nominated !== before.nominatedNodeName) errors.push(...invalidFor(at.child('nominatedNodeName'), nominated, isDNS1123Subdomain(nominated)));
  if (now.qosClass !== before.qosClass) errors.push(...validateImmutableField(now.qosClass ?? '', before.qosClass, at.child('qosClass')));
  const policy = old.spec?.restartPolicy;
  const sidecars = new Set((old.spec?.initContainers ?? []).filter((container) => container.restartPolicy === 'Always').map((container) => container.name));
  if (policy !== 'Always') {
    errors.push(...revivals(now.containerStatuses, before.containerStatuses, at.child('containerStatuses'), policy));
    const mayNotRestart = before.initContainerStatuses?.map((status) => (sidecars.has(status.name) ? { ...status, state: {} } : status));
    errors.push(...revivals(now.initContainerStatuses, mayNotRestart, at.child('initContainerStatuses'), policy));
  }
  return [...errors, ...revivals(now.ephemeralContainerStatuses, before.ephemeralContainerStatuses, at.child('ephemeralContainerStatuses'), 'Never')];
}

/** Containers that ended for good and are said to run again. Source: kubernetes v1.32 pkg/apis/core/validation, ValidateContainerStateTransition. */
function revivals(now: readonly ContainerStatus[] | undefined, before: readonly ContainerStatus[] | undefined, at: Path, policy: string | undefined): FieldError[] {
  if (now === before) return [];
  return (before ?? []).flatMap((old, i) => {
    const ended = old.state?.terminated;
    if (!ended || (ended.exitCode !== 0 && policy === 'OnFailure')) return [];
    const revived = (now ?? []).some((status) => status.name === old.name && !status.state?.terminated);
    return revived ? [forbidden(at.index(i).child('state'), 'may not be transitioned to non-terminated state')] : [];
  });
}
