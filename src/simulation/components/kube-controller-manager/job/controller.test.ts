import { expect, test } from 'vitest';
import { type Anything, Bench } from '../fake-apiserver.test.ts';
import { firstPending, formatIndexes, parseIndexes } from './indexes.ts';
import { backoffRemainingUs } from './verdict.ts';

const job = (spec: object = {}): Anything => ({
  apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'work', namespace: 'default' },
  spec: { completions: 1, parallelism: 1, backoffLimit: 6, completionMode: 'NonIndexed', podReplacementPolicy: 'TerminatingOrFailed', selector: { matchLabels: { job: 'work' } }, template: { metadata: { labels: { job: 'work' } }, spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox' }] } }, ...spec },
});

function start(spec: object = {}): Bench {
  const bench = new Bench(['job']);
  bench.api.put('jobs', job(spec));
  bench.run(1);
  return bench;
}

/** Ends running pods, at most `count`. */
function end(bench: Bench, phase: string, count = 1000, exitCode = 1): void {
  let left = count;
  for (const [key, pod] of [...bench.api.store('pods')])
    if (!['Succeeded', 'Failed'].includes(pod.status.phase) && !pod.metadata.deletionTimestamp && left-- > 0) bench.api.change('pods', key, (old) => ({ ...old, status: { phase, containerStatuses: [{ name: 'c', state: { terminated: { exitCode: phase === 'Failed' ? exitCode : 0 } } }] } }));
  bench.run(3);
}

const status = (bench: Bench): Anything => bench.api.get('jobs', 'default/work').status;
const conditions = (bench: Bench): string[] => (status(bench).conditions ?? []).map((one: Anything) => `${one.type}=${one.status} ${one.reason}`);

test('a job runs its pods side by side until enough succeeded, each counted once', () => {
  const bench = start({ completions: 5, parallelism: 2 });
  expect(status(bench)).toMatchObject({ active: 2 });
  for (let i = 0; i < 3; i++) end(bench, 'Succeeded');
  expect(bench.api.all('pods')).toHaveLength(5);
  expect(status(bench)).toMatchObject({ succeeded: 5, uncountedTerminatedPods: {} });
  expect(conditions(bench)).toEqual(['SuccessCriteriaMet=True CompletionsReached', 'Complete=True CompletionsReached']);
  expect(bench.api.all('pods').flatMap((pod) => pod.metadata.finalizers ?? [])).toEqual([]);
  expect(bench.events().at(-1)).toBe('Normal Completed: Job completed');
});

test('failed pods are replaced after 10 s, 20 s …; beyond the limit the job fails', () => {
  const bench = start({ backoffLimit: 2 });
  end(bench, 'Failed');
  expect(bench.api.all('pods')).toHaveLength(1);
  bench.run(10);
  expect(bench.api.all('pods')).toHaveLength(2);
  end(bench, 'Failed');
  bench.run(10);
  expect(bench.api.all('pods')).toHaveLength(2);
  bench.run(10);
  expect(bench.api.all('pods')).toHaveLength(3);
  end(bench, 'Failed');
  expect(conditions(bench)).toEqual(['FailureTarget=True BackoffLimitExceeded', 'Failed=True BackoffLimitExceeded']);
  expect(status(bench)).toMatchObject({ failed: 3 });
  expect(bench.events().at(-1)).toBe('Warning BackoffLimitExceeded: Job has reached the specified backoff limit');
});

test('an indexed job gives each index one success', () => {
  const bench = start({ completions: 3, parallelism: 3, completionMode: 'Indexed' });
  const indexes = bench.api.all('pods').map((pod) => pod.metadata.annotations['batch.kubernetes.io/job-completion-index']);
  expect(indexes).toEqual(['0', '1', '2']);
  end(bench, 'Failed', 1);
  end(bench, 'Succeeded');
  expect(status(bench)).toMatchObject({ completedIndexes: '1,2', succeeded: 2 });
  bench.run(20);
  end(bench, 'Succeeded');
  expect(status(bench)).toMatchObject({ completedIndexes: '0-2', succeeded: 3 });
  expect(conditions(bench)).toContain('Complete=True CompletionsReached');
});

test('suspending deletes the pods and counts none as failed; resuming starts anew', () => {
  const bench = start({ completions: 2, parallelism: 2 });
  const suspend = (on: boolean): void => {
    bench.api.change('jobs', 'default/work', (old) => ({ ...old, spec: { ...old.spec, suspend: on } }));
    bench.run(3);
  };
  suspend(true);
  expect(bench.api.all('pods')).toEqual([]);
  expect(status(bench)).toMatchObject({ conditions: [{ type: 'Suspended', status: 'True' }] });
  expect(status(bench).failed ?? 0).toBe(0);
  suspend(false);
  expect(bench.api.all('pods')).toHaveLength(2);
});

test('a failure policy fails the job at once or ignores the pod', () => {
  const policy = { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } }, { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }] };
  const bench = start({ podFailurePolicy: policy, podReplacementPolicy: 'Failed' });
  end(bench, 'Failed', 1, 42);
  expect(conditions(bench)).toContain('Failed=True PodFailurePolicy');
  expect(status(bench).conditions[1].message).toMatch(/^Container c for pod default\/work-\d+ failed with exit code 42 matching FailJob rule at index 0$/);
});

test('past its deadline a job is stopped', () => {
  const bench = start({ activeDeadlineSeconds: 20 });
  bench.run(22);
  expect(conditions(bench)[0]).toBe('FailureTarget=True DeadlineExceeded');
  expect(bench.api.all('pods')).toEqual([]);
  bench.run(3);
  expect(conditions(bench)[1]).toBe('Failed=True DeadlineExceeded');
});

test('sets of indexes as text', () => {
  expect(formatIndexes(new Set([4, 0, 1, 2, 7, 8]))).toBe('0-2,4,7,8');
  expect([...parseIndexes('0-2,4', 4)]).toEqual([0, 1, 2]);
  expect(firstPending(5, new Set([0]), new Set([2]), 2)).toEqual([1, 3]);
});

test('the wait doubles from 10 s to 10 min', () => {
  expect([0, 1, 2, 3, 7, 20].map((failures) => backoffRemainingUs({ failures, lastUs: 0 }, 0) / 1e6)).toEqual([0, 10, 20, 40, 600, 600]);
});
