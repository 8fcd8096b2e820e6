import { expect, test } from 'vitest';
import { type Anything, Bench, deployment } from '../fake-apiserver.test.ts';

function ready(replicas: number, spec: object = {}): Bench {
  const bench = new Bench(['deployment', 'replicaset']);
  bench.api.put('deployments', deployment('web', replicas, 'nginx:1', spec));
  settle(bench);
  return bench;
}

/** Lets pods run and die until nothing moves. */
function settle(bench: Bench, rounds = 30): void {
  for (let round = 0; round < rounds; round++) {
    bench.run(1);
    bench.runPods();
    bench.killPods();
  }
  bench.run(1);
}

const image = (bench: Bench, name: string): void => void bench.api.change('deployments', 'default/web', (web) => ({ ...web, spec: { ...web.spec, template: { ...web.spec.template, spec: { containers: [{ name: 'c', image: name }] } } } }));
const sizes = (bench: Bench): number[] => bench.api.all('replicasets').map((set) => set.spec.replicas);
const progressing = (bench: Bench): string => bench.api.get('deployments', 'default/web').status.conditions.find((one: Anything) => one.type === 'Progressing').reason;
const scalings = (bench: Bench): string[] => bench.whys('deployment.scaled').map((line) => line.replace(/"replicaset":"[^"]*",/, ''));

test('a rolling update never has more than surge allows nor less than unavailable allows', () => {
  const bench = ready(6);
  image(bench, 'nginx:2');
  for (let round = 0; round < 40; round++) {
    bench.run(0.5);
    const pods = bench.api.all('pods').filter((pod) => !pod.metadata.deletionTimestamp);
    expect(pods.length).toBeLessThanOrEqual(8);
    expect(pods.filter((pod) => pod.status.phase === 'Running').length).toBeGreaterThanOrEqual(5);
    bench.runPods();
    bench.killPods();
  }
  expect(sizes(bench)).toEqual([0, 6]);
  expect(progressing(bench)).toBe('NewReplicaSetAvailable');
  expect(bench.api.get('deployments', 'default/web').metadata.annotations['deployment.kubernetes.io/revision']).toBe('2');
  expect(scalings(bench).slice(1, 4)).toEqual(['deployment.scaled {"from":0,"to":2,"reason":"surge"}', 'deployment.scaled {"from":6,"to":5,"reason":"available"}', 'deployment.scaled {"from":2,"to":3,"reason":"surge"}']);
});

test('the old template is found again: a rollback renumbers its set', () => {
  const bench = ready(2);
  image(bench, 'nginx:2');
  settle(bench);
  image(bench, 'nginx:1');
  settle(bench);
  expect(bench.api.all('replicasets')).toHaveLength(2);
  expect(sizes(bench)).toEqual([2, 0]);
  expect(bench.api.all('replicasets')[0].metadata.annotations).toMatchObject({ 'deployment.kubernetes.io/revision': '3', 'deployment.kubernetes.io/revision-history': '1' });
});

test('recreate empties the old set before it makes the new one', () => {
  const bench = ready(3, { strategy: { type: 'Recreate' } });
  image(bench, 'nginx:2');
  bench.run(1);
  expect(sizes(bench)).toEqual([0]);
  bench.killPods();
  settle(bench);
  expect(sizes(bench)).toEqual([0, 3]);
});

test('a paused deployment scales but does not roll', () => {
  const bench = ready(2);
  bench.api.change('deployments', 'default/web', (web) => ({ ...web, spec: { ...web.spec, paused: true, replicas: 4 } }));
  image(bench, 'nginx:2');
  settle(bench, 5);
  expect(sizes(bench)).toEqual([4]);
  expect(progressing(bench)).toBe('DeploymentPaused');
  bench.api.change('deployments', 'default/web', ({ spec: { paused: _, ...spec }, ...web }) => ({ ...web, spec }));
  settle(bench);
  expect(sizes(bench)).toEqual([0, 4]);
});

test('a rollout that stands still runs out of time', () => {
  const bench = ready(2, { progressDeadlineSeconds: 15 });
  image(bench, 'nginx:never');
  bench.run(40);
  expect(progressing(bench)).toBe('ProgressDeadlineExceeded');
  const web = bench.api.get('deployments', 'default/web');
  expect(web.status.conditions.find((one: Anything) => one.type === 'Progressing').message).toMatch(/^ReplicaSet "web-\w+" has timed out progressing\.$/);
});

test('beyond the history limit the oldest sets go', () => {
  const bench = ready(1, { revisionHistoryLimit: 2 });
  for (const tag of ['2', '3', '4', '5']) {
    image(bench, `nginx:${tag}`);
    settle(bench, 6);
  }
  expect(bench.api.all('replicasets').map((set) => set.metadata.annotations['deployment.kubernetes.io/revision'])).toEqual(['3', '4', '5']);
});
