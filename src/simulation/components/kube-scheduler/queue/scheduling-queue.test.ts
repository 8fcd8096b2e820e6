import type { Pod } from 'kubernetes-types/core/v1.d.ts';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Typed } from '../../../apimachinery/meta.ts';
import { assignedPodAdd, assignedPodDelete, nodeAdd } from '../cluster-events.ts';
import { Action, type ClusterEventWithHint } from '../framework/cluster-event.ts';
import { PodInfo } from '../framework/pod-info.ts';
import type { QueuedPod } from './queued-pod.ts';
import { SchedulingQueue } from './scheduling-queue.ts';

const interests = new Map<string, readonly ClusterEventWithHint[]>([
  ['Fit', [{ resource: 'Node', actions: Action.Add }, { resource: 'AssignedPod', actions: Action.Delete, hint: (pod) => (pod.name === 'stubborn' ? 'Skip' : 'Queue') }]],
  ['Spread', [{ resource: 'AssignedPod', actions: Action.Add }]],
]);

const info = (name: string, priority = 0): PodInfo =>
  new PodInfo({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', uid: name }, spec: { priority, containers: [] } } as Typed<Pod>);

let nowUs = 0;
let queue: SchedulingQueue;

beforeEach(() => {
  nowUs = 0;
  queue = new SchedulingQueue({
    compare: (a, b) => b.priority - a.priority || a.queuedUs - b.queuedUs,
    preEnqueue: () => null,
    interests: () => interests,
    nowUs: () => nowUs,
    span: () => 0,
  });
});

/** The pod that would be taken now. */
function pop(): QueuedPod | undefined {
  const step = queue.pop().next();
  return step.done ? (step.value as QueuedPod) : undefined;
}

function fail(name: string, plugins: readonly string[]): QueuedPod {
  const queued = pop()!;
  expect(queued.info.name).toBe(name);
  queue.addUnschedulable(queued, new Set(plugins));
  queue.done(queued.uid);
  return queued;
}

const sizes = (): number[] => [queue.activeCount, queue.backoffCount, queue.unschedulableCount];

describe('SchedulingQueue', () => {
  test('the highest priority first, then the one that waits longest', () => {
    queue.add(info('first'));
    nowUs = 1;
    queue.add(info('second'));
    queue.add(info('urgent', 10));
    expect([pop(), pop(), pop(), pop()].map((queued) => queued?.info.name)).toEqual(['urgent', 'first', 'second', undefined]);
  });

  test('back-off doubles from one second to ten', () => {
    expect([1, 2, 3, 4, 5, 9].map((attempts) => queue.backoffUs(attempts) / 1_000_000)).toEqual([1, 2, 4, 8, 10, 10]);
  });

  test('a refused pod waits for an event that its plugin cares for, and then for the end of its back-off', () => {
    queue.add(info('web'));
    fail('web', ['Fit']);
    queue.moveAll(assignedPodAdd);
    expect(sizes()).toEqual([0, 0, 1]);
    nowUs = 500_000;
    queue.moveAll(nodeAdd);
    expect(sizes()).toEqual([0, 1, 0]);
    queue.flushBackoff();
    expect(sizes()).toEqual([0, 1, 0]);
    nowUs = 1_000_000;
    queue.flushBackoff();
    expect(sizes()).toEqual([1, 0, 0]);
  });

  test('after its back-off an event makes it active at once', () => {
    queue.add(info('web'));
    fail('web', ['Fit']);
    nowUs = 2_000_000;
    queue.moveAll(nodeAdd);
    expect(sizes()).toEqual([1, 0, 0]);
  });

  test('the hint may say that the event does not help this pod', () => {
    queue.add(info('stubborn'));
    fail('stubborn', ['Fit']);
    queue.moveAll(assignedPodDelete);
    expect(sizes()).toEqual([0, 0, 1]);
  });

  test('what happened while the pod was in hand counts', () => {
    queue.add(info('web'));
    const queued = pop()!;
    queue.moveAll(nodeAdd);
    queue.addUnschedulable(queued, new Set(['Fit']));
    queue.done(queued.uid);
    expect(sizes()).toEqual([0, 1, 0]);
  });

  test('an event before the pod was taken does not', () => {
    queue.add(info('other'));
    pop();
    queue.moveAll(nodeAdd);
    queue.add(info('web'));
    fail('web', ['Fit']);
    expect(sizes()).toEqual([0, 0, 1]);
  });

  test('an error is tried again without any event', () => {
    queue.add(info('web'));
    fail('web', []);
    expect(sizes()).toEqual([0, 1, 0]);
  });

  test('five minutes without an event are enough', () => {
    queue.add(info('web'));
    fail('web', ['Fit']);
    nowUs = 300_000_000;
    queue.flushUnschedulable();
    expect(sizes()).toEqual([0, 0, 1]);
    nowUs = 300_000_001;
    queue.flushUnschedulable();
    expect(sizes()).toEqual([1, 0, 0]);
  });

  test('a deleted pod is nowhere', () => {
    for (const name of ['a', 'b', 'c']) queue.add(info(name));
    fail('a', ['Fit']);
    fail('b', []);
    for (const name of ['a', 'b', 'c']) queue.delete(name);
    expect(sizes()).toEqual([0, 0, 0]);
  });
});
