import { expect, test } from 'vitest';
import { formatTime } from '../../../apimachinery/time.ts';
import { type Anything, Bench } from '../fake-apiserver.test.ts';
import { parseSchedule } from './schedule.ts';

const cron = (spec: object = {}): Anything => ({ apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'tick', namespace: 'default' }, spec: { schedule: '*/5 * * * *', concurrencyPolicy: 'Allow', jobTemplate: { spec: { template: {} } }, ...spec } });

function start(spec: object = {}): Bench {
  const bench = new Bench(['cronjob']);
  bench.api.put('cronjobs', cron(spec));
  bench.run(1);
  return bench;
}
const names = (bench: Bench): string[] => bench.api.all('jobs').map((job) => job.metadata.name);
const finish = (bench: Bench, type = 'Complete'): void => {
  for (const [key] of [...bench.api.store('jobs')]) bench.api.change('jobs', key, (job) => ({ ...job, status: { conditions: [{ type, status: 'True' }], startTime: job.metadata.creationTimestamp, completionTime: formatTime(bench.engine.nowUs) } }));
};

test.each([
  ['*/5 * * * *', '2025-01-01T00:05:00Z'],
  ['0 9 * * mon-fri', '2025-01-01T09:00:00Z'],
  ['30 4 29 feb *', '2028-02-29T04:30:00Z'],
  ['0 0 13 * 5', '2025-01-03T00:00:00Z'],
  ['@monthly', '2025-02-01T00:00:00Z'],
  ['0 0 30 2 *', undefined],
])('%s next falls due at %s', (line, due) => {
  const us = parseSchedule(line)!.nextUs(0);
  expect(us === undefined ? undefined : formatTime(us)).toBe(due);
});

test('a job per due minute, named after it', () => {
  const bench = start();
  bench.run(301);
  expect(names(bench)).toEqual(['tick-28928165']);
  bench.run(300);
  expect(names(bench)).toHaveLength(2);
  expect(bench.api.get('cronjobs', 'default/tick').status).toMatchObject({ lastScheduleTime: '2025-01-01T00:10:00Z', active: [{}, {}] });
  finish(bench);
  bench.run(1);
  expect(bench.api.get('cronjobs', 'default/tick').status.active).toBeUndefined();
  expect(bench.events()).toContain('Normal SawCompletedJob: Saw completed job: tick-28928165, condition: Complete');
});

test('Forbid waits for the run before, Replace ends it', () => {
  const forbid = start({ concurrencyPolicy: 'Forbid' });
  forbid.run(602);
  expect(names(forbid)).toEqual(['tick-28928165']);
  expect(forbid.events()).toContain('Normal JobAlreadyActive: Not starting job because prior execution is running and concurrency policy is Forbid');
  const replace = start({ concurrencyPolicy: 'Replace' });
  replace.run(602);
  expect(names(replace)).toEqual(['tick-28928170']);
});

test('only the newest finished jobs are kept', () => {
  const bench = start({ successfulJobsHistoryLimit: 2 });
  for (let i = 0; i < 4; i++) {
    bench.run(300);
    finish(bench);
  }
  bench.run(2);
  expect(names(bench)).toHaveLength(2);
});
