import type { PodSpec, SecurityContext } from 'kubernetes-types/core/v1.d.ts';
import { forbidden, invalid } from '../../../apimachinery/field.ts';
import type { FieldError, Path } from '../../../apimachinery/field.ts';
import { oneOf } from '../../values.ts';

const maxId = 2_147_483_647;

/** Source: kubernetes v1.32 pkg/apis/core/validation, ValidatePodSecurityContext. */
export function validatePodSecurity(spec: PodSpec, specPath: Path): FieldError[] {
  const context = spec.securityContext;
  const at = specPath.child('securityContext');
  const errors: FieldError[] = [];
  errors.push(...validateId(context?.fsGroup, at.child('fsGroup')), ...validateId(context?.runAsUser, at.child('runAsUser')));
  errors.push(...validateId(context?.runAsGroup, at.child('runAsGroup')));
  for (const [i, group] of (context?.supplementalGroups ?? []).entries()) errors.push(...validateId(group, at.child('supplementalGroups').index(i)));
  if (spec.shareProcessNamespace && spec.hostPID) errors.push(invalid(at.child('shareProcessNamespace'), true, 'ShareProcessNamespace and HostPID cannot both be enabled'));
  if (context?.fsGroupChangePolicy != null) errors.push(...oneOf(context.fsGroupChangePolicy, ['Always', 'OnRootMismatch'], at.child('fsGroupChangePolicy')));
  return errors;
}

/** A template may leave host ports out: its pods get them. Source: kubernetes v1.32 pkg/apis/core/validation, validatePodHostNetworkDeps. */
export function validateHostNetwork(spec: PodSpec, at: Path, isPod: boolean): FieldError[] {
  if (spec.hostNetwork !== true) return [];
  return (spec.containers ?? []).flatMap((container, i) => (container.ports ?? []).flatMap((port, j) => {
    if ((port.hostPort ?? 0) === port.containerPort || (!isPod && !port.hostPort)) return [];
    return [invalid(at.index(i).child('ports').index(j).child('hostPort'), port.hostPort ?? 0, 'must match `containerPort` when `hostNetwork` is true')];
  }));
}

function validateId(id: number | undefined | null, at: Path): FieldError[] {
  return id != null && (id < 0 || id > maxId) ? [invalid(at, id, `must be between 0 and ${maxId}, inclusive`)] : [];
}

/** Source: kubernetes v1.32 pkg/apis/core/validation, ValidateSecurityContext. */
export function validateContainerSecurity(context: SecurityContext | undefined, at: Path): FieldError[] {
  if (!context) return [];
  const errors = [...validateId(context.runAsUser, at.child('runAsUser')), ...validateId(context.runAsGroup, at.child('runAsGroup'))];
  if (context.procMount != null) errors.push(...oneOf(context.procMount, ['Default', 'Unmasked'], at.child('procMount')));
  if (context.allowPrivilegeEscalation === false) {
    if (context.privileged === true) errors.push(invalid(at, 'privileged', 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true'));
    if ((context.capabilities?.add ?? []).includes('CAP_SYS_ADMIN')) {
      errors.push(invalid(at, 'capabilities', 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN'));
    }
  }
  if (context.seccompProfile?.type === 'Localhost' && !context.seccompProfile.localhostProfile) {
    errors.push({ ...forbidden(at.child('seccompProfile', 'localhostProfile'), ''), type: 'FieldValueRequired', body: 'Required value: must be set when seccomp type is Localhost' });
  }
  return errors;
}
