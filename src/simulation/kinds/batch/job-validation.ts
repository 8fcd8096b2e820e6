import type { Job, JobSpec } from 'kubernetes-types/batch/v1.d.ts';
import { deepEqual } from '../../apimachinery/equality.ts';
import { forbidden, invalid, notSupported, path, required } from '../../apimachinery/field.ts';
import type { FieldError, Path } from '../../apimachinery/field.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { validateImmutableField } from '../../apimachinery/object-meta.ts';
import { mismatchErrors } from '../apps/template-selector.ts';
import { withField } from '../fill.ts';
import { podTemplateErrors } from '../pod-template-validation.ts';
import { nonNegative, oneOf } from '../values.ts';

const at = path('spec');

/** Source: kubernetes v1.32 pkg/apis/batch/validation, ValidateJob. */
export function validateJob(job: Typed<Job>): FieldError[] {
  if (!job.spec) return [required(at.child('template'), '')];
  const errors = validateJobSpec(job.spec, at);
  if (job.spec.selector && job.spec.template) errors.push(...mismatchErrors(job.spec.template, job.spec.selector, at.child('template')));
  return errors;
}

const counts = ['parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit', 'ttlSecondsAfterFinished', 'backoffLimitPerIndex', 'maxFailedIndexes'] as const;

/** Source: kubernetes v1.32 pkg/apis/batch/validation, validateJobSpec. */
export function validateJobSpec(spec: JobSpec, place: Path): FieldError[] {
  const errors = counts.flatMap((field) => nonNegative(spec[field], place.child(field)));
  if (spec.completionMode != null) errors.push(...oneOf(spec.completionMode, ['Indexed', 'NonIndexed'], place.child('completionMode')));
  if (spec.completionMode === 'Indexed' && spec.completions == null) {
    errors.push(required(place.child('completions'), 'when completion mode is Indexed'));
  }
  const template = place.child('template');
  errors.push(...podTemplateErrors(spec.template, template));
  const policy = spec.template?.spec?.restartPolicy;
  const restart = template.child('spec', 'restartPolicy');
  if (!policy || policy === 'Always') errors.push(required(restart, 'valid values: "OnFailure", "Never"'));
  else if (policy !== 'OnFailure' && policy !== 'Never') errors.push(notSupported(restart, policy, ['Never', 'OnFailure']));
  if (spec.podFailurePolicy && policy !== 'Never') errors.push(invalid(restart, policy ?? '', 'only "Never" is supported when podFailurePolicy is specified'));
  return errors;
}

/** Of a job its parallelism, suspension and limits may change. Source: kubernetes v1.32 pkg/apis/batch/validation, ValidateJobSpecUpdate. */
export function validateJobUpdate(job: Typed<Job>, old: Typed<Job>): FieldError[] {
  const [spec, before] = [job.spec, old.spec];
  if (spec === before || !spec || !before) return [];
  const errors = validateJob(job);
  const elastic = before.completionMode === 'Indexed' && spec.completions === spec.parallelism;
  if (!elastic) errors.push(...validateImmutableField(spec.completions ?? null, before.completions ?? null, at.child('completions')));
  errors.push(...validateImmutableField(spec.selector, before.selector, at.child('selector')));
  if (!deepEqual(comparableTemplate(spec, before), before.template)) errors.push(invalid(at.child('template'), spec.template, 'field is immutable'));
  for (const field of ['completionMode', 'podFailurePolicy', 'backoffLimitPerIndex'] as const) {
    errors.push(...validateImmutableField(spec[field] ?? null, before[field] ?? null, at.child(field)));
  }
  if (spec.managedBy !== before.managedBy) errors.push(forbidden(at.child('managedBy'), 'field is immutable'));
  return errors;
}

// While a job is suspended its pods may still be directed elsewhere.
function comparableTemplate(spec: JobSpec, before: JobSpec): JobSpec['template'] {
  if (before.suspend !== true || !spec.template.spec) return spec.template;
  let pods = spec.template.spec;
  for (const field of ['nodeSelector', 'tolerations', 'affinity', 'schedulingGates'] as const) pods = withField(pods, field, before.template.spec?.[field] as never);
  const metadata = withField(withField(spec.template.metadata ?? {}, 'labels', before.template.metadata?.labels), 'annotations', before.template.metadata?.annotations);
  return { ...spec.template, spec: pods, metadata };
}
