import type { PodSpec, PodTemplateSpec } from 'kubernetes-types/core/v1.d.ts';
import type { FieldError, Path } from '../apimachinery/field.ts';
import { validatePodSpec } from './core/pod/validation.ts';
import { validateAnnotations, validateLabels } from '../apimachinery/object-meta.ts';

const knownGood = new WeakMap<PodSpec, string>();

/**
 * Labels, annotations and spec of a pod template. A spec that was found in order is not looked at again.
 * Source: kubernetes v1.32 pkg/apis/core/validation, ValidatePodTemplateSpec.
 */
export function podTemplateErrors(template: PodTemplateSpec | undefined, at: Path): FieldError[] {
  const metadata = [...validateLabels(template?.metadata?.labels, at.child('labels')), ...validateAnnotations(template?.metadata?.annotations, at.child('annotations'))];
  const spec = template?.spec ?? { containers: [] };
  const place = String(at);
  if (knownGood.get(spec) === place) return metadata;
  const errors = validatePodSpec(spec, at.child('spec'));
  if (spec.ephemeralContainers?.length) {
    errors.push({ type: 'FieldValueForbidden', field: `${place}.spec.ephemeralContainers`, body: 'Forbidden: ephemeral containers not allowed in pod template' });
  }
  if (errors.length === 0) knownGood.set(spec, place);
  return [...metadata, ...errors];
}
