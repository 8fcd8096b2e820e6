import type { Event } from 'kubernetes-types/core/v1.d.ts';
import { invalid, path, required } from '../../apimachinery/field.ts';
import type { FieldError } from '../../apimachinery/field.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { isDNS1123Subdomain, isQualifiedName } from '../../apimachinery/validation.ts';

/** Source: kubernetes v1.32 pkg/apis/core/validation/events.go, legacyValidateEvent: what the core group asks of an event. */
export function validateEvent(event: Typed<Event>): FieldError[] {
  const errors = event.eventTime ? validateNewStyle(event) : validateNamespace(event);
  const namespace = event.metadata.namespace ?? '';
  errors.push(...isDNS1123Subdomain(namespace).map((message) => invalid(path('namespace'), namespace, message)));
  return errors;
}

export function validateEventUpdate(event: Typed<Event>): FieldError[] {
  return validateEvent(event);
}

function validateNamespace(event: Typed<Event>): FieldError[] {
  const about = event.involvedObject?.namespace ?? '';
  const namespace = event.metadata.namespace ?? '';
  const agrees = about === '' ? namespace === '' || namespace === 'default' : namespace === about;
  return agrees ? [] : [mismatch(about)];
}

function mismatch(about: string): FieldError {
  return invalid(path('involvedObject', 'namespace'), about, 'does not match event.namespace');
}

function validateNewStyle(event: Typed<Event>): FieldError[] {
  const about = event.involvedObject?.namespace ?? '';
  const namespace = event.metadata.namespace ?? '';
  const errors: FieldError[] = [];
  if (about === '' && namespace !== 'default' && namespace !== 'kube-system') errors.push(mismatch(about));
  const controller = event.reportingComponent ?? '';
  const controllerPath = path('reportingController');
  if (controller === '') errors.push(required(controllerPath, ''));
  errors.push(...isQualifiedName(controller).map((message) => invalid(controllerPath, controller, message)));
  errors.push(...requiredWithin('reportingInstance', event.reportingInstance, 128), ...requiredWithin('action', event.action, 128));
  errors.push(...requiredWithin('reason', event.reason, 128));
  if ((event.message ?? '').length > 1024) errors.push(invalid(path('message'), '', 'can have at most 1024 characters'));
  return errors;
}

function requiredWithin(field: string, text: string | undefined, limit: number): FieldError[] {
  if (!text) return [required(path(field), '')];
  return text.length > limit ? [invalid(path(field), '', `can have at most ${limit} characters`)] : [];
}
