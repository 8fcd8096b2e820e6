import type { Event } from 'kubernetes-types/core/v1.d.ts';
import { expect, it } from 'vitest';
import { notFound } from '../apimachinery/status.ts';
import { EventRecorder } from './event-recorder.ts';
import { FakeServer, pod } from './fake-server.test.ts';

function recording(server: FakeServer) {
  let recorder!: EventRecorder;
  server.client(function* (client) {
    recorder = new EventRecorder(client, 'kubelet', 'node-1');
  });
  server.run(0);
  return recorder;
}

const bodies = (server: FakeServer): Event[] => server.requests.map(({ request }) => request.body as Event);

it('creates an Event about the object, then counts it', () => {
  const server = new FakeServer();
  const recorder = recording(server);
  recorder.event(pod('web', '7'), 'Warning', 'BackOff', 'Back-off restarting failed container', 'spec.containers{web}');
  recorder.event(pod('web', '7'), 'Warning', 'BackOff', 'Back-off restarting failed container', 'spec.containers{web}');
  server.run(1);
  expect(server.requests.map(({ request }) => `${request.verb} ${request.resource} ${request.contentType ?? ''}`)).toEqual(['create events ', 'patch events application/strategic-merge-patch+json']);
  expect(bodies(server)[0]).toMatchObject({
    metadata: { namespace: 'default', name: expect.stringMatching(/^web\.[0-9a-f]{16}$/) },
    involvedObject: { kind: 'Pod', namespace: 'default', name: 'web', uid: 'uid-web', apiVersion: 'v1', resourceVersion: '7', fieldPath: 'spec.containers{web}' },
    reason: 'BackOff', type: 'Warning', count: 1, eventTime: null, source: { component: 'kubelet', host: 'node-1' }, reportingComponent: 'kubelet', reportingInstance: 'node-1',
  });
  expect(server.requests[1].request.name).toBe(bodies(server)[0].metadata.name);
  expect(bodies(server)[1].count).toBe(2);
});

it('gives every event a name of its own, in the order in which they were recorded', () => {
  const server = new FakeServer();
  const recorder = recording(server);
  for (let i = 0; i < 5; i++) recorder.event(pod('web', '7'), 'Normal', 'Step', `step ${i}`);
  server.run(1);
  expect(new Set(bodies(server).map(({ metadata }) => metadata.name)).size).toBe(5);
  expect(bodies(server).map(({ message }) => message)).toEqual(['step 0', 'step 1', 'step 2', 'step 3', 'step 4']);
});

it('keeps events while the server is away, and drops those that it refuses', () => {
  const server = new FakeServer();
  const recorder = recording(server);
  server.actor.crash();
  recorder.event(pod('web', '7'), 'Normal', 'Kept', 'sent when the server is back');
  server.run(5);
  server.actor.start();
  server.run(30);
  expect(bodies(server).map(({ reason }) => reason)).toEqual(['Kept']);
  server.refuse = () => notFound('', 'namespaces', 'default');
  recorder.event(pod('web', '7'), 'Normal', 'Refused', 'its namespace is gone');
  server.run(60);
  expect(bodies(server).map(({ reason }) => reason)).toEqual(['Kept', 'Refused']);
});
