import type { Job, JobSpec } from 'kubernetes-types/batch/v1.d.ts';
import { humanDuration, parseTime } from '../../apimachinery/time.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { ageOf } from '../age.ts';
import { ageColumn, column, containerCells, containerColumns, nameColumn, wideColumn } from '../columns.ts';
import { defaultPodTemplate } from '../core/pod/defaults.ts';
import { podWarnings } from '../core/pod/warnings.ts';
import { declareKind } from '../declare.ts';
import { changeField, fill, withField } from '../fill.ts';
import { selectorText } from '../label-validation.ts';
import { specAndStatus } from '../strategies.ts';
import { validateJob, validateJobUpdate } from './job-validation.ts';

/** Source: kubernetes v1.32 pkg/registry/batch/job/strategy.go; pkg/printers/internalversion/printers.go, printJob. */
export const jobKind = declareKind<Typed<Job>>({
  group: 'batch', version: 'v1', kind: 'Job', resource: 'jobs', shortNames: [], categories: ['all'],
  namespaced: true, subresources: ['status'], etcdPrefix: 'jobs',
  default: (job) => changeField(fill(job, { status: {} }), 'spec', defaultJobSpec),
  strategy: {
    ...specAndStatus(),
    prepareForCreate: (job) => selectOwnPods({ ...job, status: {}, metadata: { ...job.metadata, generation: 1 } }),
    validate: validateJob,
    warningsOnCreate: (job) => podWarnings(job.spec?.template.spec, 'spec.template.spec'),
    validateUpdate: validateJobUpdate,
    defaultGarbageCollectionPolicy: 'background',
    selectableFields: (job) => ({ 'status.successful': String(job.status?.succeeded ?? 0) }),
  },
  printer: {
    columns: [
      nameColumn, column('Status', 'Status of the job.'),
      column('Completions', 'completions specifies the desired number of successfully finished pods the job should be run with.'),
      column('Duration', 'Time required to complete the job.'), ageColumn, ...containerColumns,
      wideColumn('Selector', 'A label query over pods that should match the pod count.'),
    ],
    row: (job, nowUs) => [
      job.metadata.name ?? '', statusText(job), completionText(job), durationText(job, nowUs), ageOf(job.metadata.creationTimestamp, nowUs),
      ...containerCells(job.spec?.template.spec?.containers), selectorText(job.spec?.selector),
    ],
  },
});

/** Source: kubernetes v1.32 pkg/apis/batch/v1/defaults.go, SetDefaults_Job. */
export function defaultJobSpec(spec: JobSpec): JobSpec {
  const once = spec.completions == null && spec.parallelism == null ? fill(spec, { completions: 1 }) : spec;
  const replacement = spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed';
  const result = fill(once, {
    parallelism: 1, backoffLimit: spec.backoffLimitPerIndex == null ? 6 : 2_147_483_647, completionMode: 'NonIndexed', suspend: false,
    manualSelector: false, podReplacementPolicy: replacement,
  });
  return changeField(result, 'template', defaultPodTemplate);
}

const controllerUid = 'batch.kubernetes.io/controller-uid';
const jobName = 'batch.kubernetes.io/job-name';
const LABEL_VALUE_MAX = 63;

/** A job picks its pods by its own uid, unless it was told how. Source: kubernetes v1.32 pkg/registry/batch/job/strategy.go, generateSelector. */
function selectOwnPods(job: Typed<Job>): Typed<Job> {
  const { spec, metadata } = job;
  if (!spec || spec.manualSelector === true || spec.selector) return job;
  const [uid, name] = [metadata.uid ?? '', metadata.name ?? ''];
  const own = { [controllerUid]: uid, [jobName]: name, 'controller-uid': uid, 'job-name': name };
  const { metadata: given } = spec.template ?? {};
  const template = { ...spec.template, metadata: { ...given, labels: { ...given?.labels, ...own } } };
  // Whenever a Job is read, defaulting gives it its template's labels if it has none. One that is never stored is never read.
  const labelled = job.metadata.labels || name.length > LABEL_VALUE_MAX ? job : { ...job, metadata: { ...metadata, labels: template.metadata.labels } };
  return withField(labelled, 'spec', { ...spec, template, selector: { matchLabels: { [controllerUid]: uid } } });
}

function statusText(job: Typed<Job>): string {
  const has = (type: string) => job.status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') ?? false;
  if (has('Complete')) return 'Complete';
  if (has('Failed')) return 'Failed';
  if (job.metadata.deletionTimestamp) return 'Terminating';
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(has) ?? 'Running';
}

function completionText(job: Job): string {
  const succeeded = job.status?.succeeded ?? 0;
  if (job.spec?.completions != null) return `${succeeded}/${job.spec.completions}`;
  const parallelism = job.spec?.parallelism ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function durationText(job: Job, nowUs: number): string {
  const { startTime, completionTime } = job.status ?? {};
  if (!startTime) return '';
  return humanDuration((completionTime ? parseTime(completionTime) : nowUs) - parseTime(startTime));
}
