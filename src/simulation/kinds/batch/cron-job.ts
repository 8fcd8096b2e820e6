import type { CronJob, CronJobSpec } from 'kubernetes-types/batch/v1.d.ts';
import { invalid, path, required } from '../../apimachinery/field.ts';
import type { FieldError } from '../../apimachinery/field.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { nameIsDNSSubdomain } from '../../apimachinery/object-name.ts';
import { ageOf } from '../age.ts';
import { ageColumn, column, containerCells, containerColumns, nameColumn, orNone, wideColumn } from '../columns.ts';
import { defaultPodTemplate } from '../core/pod/defaults.ts';
import { declareKind } from '../declare.ts';
import { changeField, fill, fillZero } from '../fill.ts';
import { selectorText } from '../label-validation.ts';
import { specAndStatus } from '../strategies.ts';
import { nonNegative, oneOf } from '../values.ts';
import { validateJobSpec } from './job-validation.ts';
import { scheduleProblem } from './schedule.ts';
import { isTimeZone } from './time-zones.ts';

// Eleven characters are needed for the minute that ends the name of a job.
const maxNameLength = 52;

/** Source: kubernetes v1.32 pkg/registry/batch/cronjob/strategy.go; pkg/printers/internalversion/printers.go, printCronJob. */
export const cronJobKind = declareKind<Typed<CronJob>>({
  group: 'batch', version: 'v1', kind: 'CronJob', resource: 'cronjobs', shortNames: ['cj'], categories: ['all'],
  namespaced: true, subresources: ['status'], etcdPrefix: 'cronjobs',
  nameRule: nameIsDNSSubdomain,
  default: (job) => changeField(fill(job, { status: {} }), 'spec', defaultSpec),
  strategy: {
    ...specAndStatus(),
    validate: (job) => [...validateLength(job.metadata.name ?? ''), ...validate(job)],
    validateUpdate: (job) => validate(job),
  },
  printer: {
    columns: [
      nameColumn, column('Schedule', 'The schedule in Cron format, see https://en.wikipedia.org/wiki/Cron.'),
      column('Timezone', 'The time zone name for the given schedule.'),
      column('Suspend', 'This flag tells the controller to suspend subsequent executions, it does not apply to already started executions.'),
      column('Active', 'A list of pointers to currently running jobs.', 'integer'),
      column('Last Schedule', 'Information when was the last time the job was successfully scheduled.'), ageColumn, ...containerColumns,
      wideColumn('Selector', 'A label query over pods that should match the pod count.'),
    ],
    row: ({ metadata, spec, status }, nowUs) => [
      metadata.name ?? '', spec?.schedule ?? '', orNone(spec?.timeZone), spec?.suspend == null ? '<unset>' : spec.suspend ? 'True' : 'False',
      status?.active?.length ?? 0, status?.lastScheduleTime ? ageOf(status.lastScheduleTime, nowUs) : '<none>', ageOf(metadata.creationTimestamp, nowUs),
      ...containerCells(spec?.jobTemplate.spec?.template.spec?.containers), selectorText(spec?.jobTemplate.spec?.selector),
    ],
  },
});

/** Source: kubernetes v1.32 pkg/apis/batch/v1/defaults.go, SetDefaults_CronJob. */
function defaultSpec(spec: CronJobSpec): CronJobSpec {
  const result = fill(fillZero(spec, { concurrencyPolicy: 'Allow' }), { suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 });
  return changeField(result, 'jobTemplate', (template) => {
    const dated = template.metadata?.creationTimestamp === undefined
      ? { ...template, metadata: { creationTimestamp: null as unknown as string, ...template.metadata } } : template;
    return changeField(dated, 'spec', (job) => changeField(job, 'template', defaultPodTemplate));
  });
}

const at = path('spec');

function validateLength(name: string): FieldError[] {
  return name.length > maxNameLength ? [invalid(path('metadata', 'name'), name, `must be no more than ${maxNameLength} characters`)] : [];
}

/** Source: kubernetes v1.32 pkg/apis/batch/validation, validateCronJobSpec. */
function validate(job: Typed<CronJob>): FieldError[] {
  const { spec } = job;
  if (!spec) return [required(at.child('schedule'), '')];
  const errors = validateSchedule(spec);
  errors.push(...nonNegative(spec.startingDeadlineSeconds, at.child('startingDeadlineSeconds')));
  if (spec.timeZone != null) errors.push(...validateTimeZone(spec.timeZone));
  errors.push(...oneOf(spec.concurrencyPolicy, ['Allow', 'Forbid', 'Replace'], at.child('concurrencyPolicy')));
  errors.push(...(spec.jobTemplate?.spec ? validateJobSpec(spec.jobTemplate.spec, at.child('jobTemplate', 'spec')) : [required(at.child('jobTemplate'), '')]));
  for (const field of ['successfulJobsHistoryLimit', 'failedJobsHistoryLimit'] as const) errors.push(...nonNegative(spec[field], at.child(field)));
  return errors;
}

function validateSchedule(spec: CronJobSpec): FieldError[] {
  const place = at.child('schedule');
  if (!spec.schedule) return [required(place, '')];
  if (spec.schedule.includes('TZ')) return [invalid(place, spec.schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead')];
  const problem = scheduleProblem(spec.schedule);
  return problem === undefined ? [] : [invalid(place, spec.schedule, problem)];
}

function validateTimeZone(zone: string): FieldError[] {
  const place = at.child('timeZone');
  if (zone === '') return [invalid(place, zone, 'timeZone must be nil or non-empty string')];
  if (zone.toLowerCase() === 'local') return [invalid(place, zone, 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones')];
  return isTimeZone(zone) ? [] : [invalid(place, zone, `unknown time zone ${zone}`)];
}
