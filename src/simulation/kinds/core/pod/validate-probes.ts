import type { Container, LifecycleHandler, Probe } from 'kubernetes-types/core/v1.d.ts';
import { forbidden, invalid, notSupported, required } from '../../../apimachinery/field.ts';
import type { FieldError, Path } from '../../../apimachinery/field.ts';
import { isHTTPHeaderName, isValidPortNum } from '../../../apimachinery/validation.ts';
import { nonNegative, portNumberOrName } from '../../values.ts';

/** Probes and lifecycle hooks of an ordinary container or a sidecar. Source: kubernetes v1.32 pkg/apis/core/validation, validateProbe, validateLifecycle. */
export function validateHooks(container: Container, gracePeriod: number, at: Path): FieldError[] {
  const { lifecycle, livenessProbe, readinessProbe, startupProbe } = container;
  const errors: FieldError[] = [];
  if (lifecycle?.postStart) errors.push(...validateHandler(lifecycle.postStart, gracePeriod, at.child('lifecycle', 'postStart')));
  if (lifecycle?.preStop) errors.push(...validateHandler(lifecycle.preStop, gracePeriod, at.child('lifecycle', 'preStop')));
  if (livenessProbe) errors.push(...validateProbe(livenessProbe, gracePeriod, at.child('livenessProbe')), ...succeedsOnce(livenessProbe, at.child('livenessProbe')));
  if (readinessProbe) errors.push(...validateProbe(readinessProbe, gracePeriod, at.child('readinessProbe')), ...noGrace(readinessProbe, at.child('readinessProbe')));
  if (startupProbe) errors.push(...validateProbe(startupProbe, gracePeriod, at.child('startupProbe')), ...succeedsOnce(startupProbe, at.child('startupProbe')));
  return errors;
}

function validateProbe(probe: Probe, gracePeriod: number, at: Path): FieldError[] {
  const errors = validateHandler(probe, gracePeriod, at);
  for (const field of ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'] as const) {
    errors.push(...nonNegative(probe[field], at.child(field)));
  }
  const own = probe.terminationGracePeriodSeconds;
  if (own != null && own <= 0) errors.push(invalid(at.child('terminationGracePeriodSeconds'), own, 'must be greater than 0'));
  return errors;
}

function succeedsOnce(probe: Probe, at: Path): FieldError[] {
  return probe.successThreshold === 1 ? [] : [invalid(at.child('successThreshold'), probe.successThreshold ?? 0, 'must be 1')];
}

function noGrace(probe: Probe, at: Path): FieldError[] {
  const own = probe.terminationGracePeriodSeconds;
  return own == null ? [] : [invalid(at.child('terminationGracePeriodSeconds'), own, 'must not be set for readinessProbes')];
}

const handlerTypes = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;

/** Exactly one handler, and a sensible one. Source: kubernetes v1.32 pkg/apis/core/validation, validateHandler. */
function validateHandler(handler: LifecycleHandler & Probe, gracePeriod: number, at: Path): FieldError[] {
  const given = handlerTypes.filter((type) => handler[type] != null);
  if (given.length === 0) return [required(at, 'must specify a handler type')];
  return given.flatMap((type, index) => index === 0
    ? validateOne(handler, type, gracePeriod, at.child(type))
    : [forbidden(at.child(type), 'may not specify more than 1 handler type')]);
}

function validateOne(handler: LifecycleHandler & Probe, type: (typeof handlerTypes)[number], gracePeriod: number, at: Path): FieldError[] {
  switch (type) {
    case 'exec': return handler.exec?.command?.length ? [] : [required(at.child('command'), '')];
    case 'httpGet': return validateHttpGet(handler, at);
    case 'tcpSocket': return portNumberOrName(handler.tcpSocket?.port, at.child('port'));
    case 'grpc': return isValidPortNum(handler.grpc?.port ?? 0).map((message) => invalid(at.child('port'), handler.grpc?.port ?? 0, message));
    case 'sleep': return validateSleep(handler.sleep?.seconds ?? 0, gracePeriod, at);
  }
}

function validateHttpGet(handler: LifecycleHandler, at: Path): FieldError[] {
  const get = handler.httpGet;
  const errors: FieldError[] = [];
  if (!get?.path) errors.push(required(at.child('path'), ''));
  errors.push(...portNumberOrName(get?.port, at.child('port')));
  if (get?.scheme !== 'HTTP' && get?.scheme !== 'HTTPS') errors.push(notSupported(at.child('scheme'), get?.scheme ?? '', ['HTTP', 'HTTPS']));
  for (const header of get?.httpHeaders ?? []) {
    errors.push(...isHTTPHeaderName(header.name).map((message) => invalid(at.child('httpHeaders'), header.name, message)));
  }
  return errors;
}

function validateSleep(seconds: number, gracePeriod: number, at: Path): FieldError[] {
  if (seconds > 0 && seconds <= gracePeriod) return [];
  return [invalid(at, seconds, `must be greater than 0 and less than terminationGracePeriodSeconds (${gracePeriod}). Enable AllowPodLifecycleSleepActionZeroValue feature gate for zero sleep.`)];
}
