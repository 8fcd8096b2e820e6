import type { Container, ContainerPort, PodSpec } from 'kubernetes-types/core/v1.d.ts';
import { duplicate, forbidden, invalid, notFound, required } from '../../../apimachinery/field.ts';
import type { FieldError, Path } from '../../../apimachinery/field.ts';
import { isDNS1123Label, isValidPortName, isValidPortNum } from '../../../apimachinery/validation.ts';
import { invalidFor, oneOf } from '../../values.ts';
import { validateRequirements } from '../resource-validation.ts';
import { validateEnvironment } from './validate-env.ts';
import { validateHooks } from './validate-probes.ts';
import { validateContainerSecurity } from './validate-security.ts';
import { validateMounts } from './validate-volumes.ts';

export const protocols = ['SCTP', 'TCP', 'UDP'];

/** All three lists of containers. Source: kubernetes v1.32 pkg/apis/core/validation, validateContainers, validateInitContainers, validateEphemeralContainers. */
export function validateAllContainers(spec: PodSpec, at: Path): FieldError[] {
  const volumes = new Set((spec.volumes ?? []).map((volume) => volume.name));
  return [
    ...validateContainers(spec, volumes, at.child('containers')),
    ...validateInitContainers(spec, volumes, at.child('initContainers')),
    ...validateEphemeralContainers(spec, volumes, at.child('ephemeralContainers')),
  ];
}

function validateContainers(spec: PodSpec, volumes: ReadonlySet<string>, at: Path): FieldError[] {
  const containers = spec.containers ?? [];
  if (containers.length === 0) return [required(at, '')];
  const errors: FieldError[] = [];
  const names = new Set<string>();
  for (const [i, container] of containers.entries()) {
    const place = at.index(i);
    errors.push(...validateCommon(container, volumes, place));
    if (names.has(container.name)) errors.push(duplicate(place.child('name'), container.name));
    if (container.name) names.add(container.name);
    errors.push(...validateHooks(container, spec.terminationGracePeriodSeconds ?? 30, place));
    if (container.restartPolicy) errors.push(forbidden(place.child('restartPolicy'), 'may not be set for non-init containers'));
  }
  return [...errors, ...validateHostPorts(containers, at)];
}

const unlessSidecar = 'may not be set for init containers without restartPolicy=Always';

function validateInitContainers(spec: PodSpec, volumes: ReadonlySet<string>, at: Path): FieldError[] {
  const errors: FieldError[] = [];
  const names = new Set((spec.containers ?? []).map((container) => container.name));
  for (const [i, container] of (spec.initContainers ?? []).entries()) {
    const place = at.index(i);
    errors.push(...validateCommon(container, volumes, place));
    if (container.restartPolicy) errors.push(...oneOf(container.restartPolicy, ['Always'], place.child('restartPolicy')));
    if (names.has(container.name)) errors.push(duplicate(place.child('name'), container.name));
    else if (container.name) names.add(container.name);
    errors.push(...validateHostPorts([container], at));
    if (container.restartPolicy === 'Always') errors.push(...validateHooks(container, spec.terminationGracePeriodSeconds ?? 30, place));
    else for (const hook of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
      if (container[hook]) errors.push(forbidden(place.child(hook), unlessSidecar));
    }
  }
  return errors;
}

const notForEphemeral = ['ports', 'livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle', 'resources', 'resizePolicy', 'restartPolicy'] as const;

function validateEphemeralContainers(spec: PodSpec, volumes: ReadonlySet<string>, at: Path): FieldError[] {
  const errors: FieldError[] = [];
  const all = [...(spec.containers ?? []), ...(spec.initContainers ?? [])].map((container) => container.name);
  const names = new Set(all);
  for (const [i, container] of (spec.ephemeralContainers ?? []).entries()) {
    const place = at.index(i);
    errors.push(...validateCommon(container, volumes, place));
    if (names.has(container.name)) errors.push(duplicate(place.child('name'), container.name));
    names.add(container.name);
    if (container.targetContainerName && !all.includes(container.targetContainerName)) {
      errors.push(notFound(place.child('targetContainerName'), container.targetContainerName));
    }
    for (const field of notForEphemeral) {
      const value: unknown = container[field];
      const empty = value == null || (typeof value === 'object' && Object.keys(value).length === 0);
      if (!empty) errors.push(forbidden(place.child(field), 'cannot be set for an Ephemeral Container'));
    }
  }
  return errors;
}

/** Source: kubernetes v1.32 pkg/apis/core/validation, validateContainerCommon. */
function validateCommon(container: Container, volumes: ReadonlySet<string>, at: Path): FieldError[] {
  const name = at.child('name');
  return [
    ...(container.name ? invalidFor(name, container.name, isDNS1123Label(container.name)) : [required(name, '')]),
    ...(container.image ? [] : [required(at.child('image'), '')]),
    ...oneOf(container.terminationMessagePolicy, ['File', 'FallbackToLogsOnError'], at.child('terminationMessagePolicy')),
    ...validatePorts(container.ports, at.child('ports')),
    ...validateEnvironment(container, at),
    ...validateMounts(container, volumes, at.child('volumeMounts')),
    ...oneOf(container.imagePullPolicy, ['Always', 'IfNotPresent', 'Never'], at.child('imagePullPolicy')),
    ...validateRequirements(container.resources, at.child('resources')),
    ...validateContainerSecurity(container.securityContext, at.child('securityContext')),
  ];
}

/** Source: kubernetes v1.32 pkg/apis/core/validation, validateContainerPorts. */
function validatePorts(ports: readonly ContainerPort[] | undefined, at: Path): FieldError[] {
  const errors: FieldError[] = [];
  const names = new Set<string>();
  for (const [i, port] of (ports ?? []).entries()) {
    const place = at.index(i);
    if (port.name) {
      const messages = isValidPortName(port.name);
      errors.push(...invalidFor(place.child('name'), port.name, messages));
      if (messages.length === 0 && names.has(port.name)) errors.push(duplicate(place.child('name'), port.name));
      if (messages.length === 0) names.add(port.name);
    }
    if (!port.containerPort) errors.push(required(place.child('containerPort'), ''));
    else errors.push(...invalidFor(place.child('containerPort'), port.containerPort, isValidPortNum(port.containerPort)));
    if (port.hostPort) errors.push(...invalidFor(place.child('hostPort'), port.hostPort, isValidPortNum(port.hostPort)));
    errors.push(...(port.protocol ? oneOf(port.protocol, protocols, place.child('protocol')) : [required(place.child('protocol'), '')]));
  }
  return errors;
}

/** No host port twice in one pod. Source: kubernetes v1.32 pkg/apis/core/validation, checkHostPortConflicts. */
function validateHostPorts(containers: readonly Container[], at: Path): FieldError[] {
  const errors: FieldError[] = [];
  const taken = new Set<string>();
  for (const [i, container] of containers.entries()) {
    for (const [j, port] of (container.ports ?? []).entries()) {
      if (!port.hostPort) continue;
      const key = `${port.protocol}/${port.hostIP ?? ''}/${port.hostPort}`;
      if (taken.has(key)) errors.push(duplicate(at.index(i).child('ports').index(j).child('hostPort'), key));
      taken.add(key);
    }
  }
  return errors;
}

/** A pod's image names have no space around them, as templates' may. Source: kubernetes v1.32 pkg/apis/core/validation, validateContainersOnlyForPod. */
export function validateImagesOfPod(containers: readonly Container[] | undefined, at: Path): FieldError[] {
  return (containers ?? []).flatMap((container, i) => {
    const image = container.image ?? '';
    return image === image.trim() ? [] : [invalid(at.index(i).child('image'), image, 'must not have leading or trailing whitespace')];
  });
}
