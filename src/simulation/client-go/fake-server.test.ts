import { expect, test } from 'vitest';
import type { KubeObject } from '../apimachinery/meta.ts';
import type { ApiRequest, WatchEventType } from '../apimachinery/request.ts';
import { notFound, type Status } from '../apimachinery/status.ts';
import { Actor, Engine, Machine, type Process, type Stream } from '../engine/index.ts';
import { Client } from './client.ts';

export const SECOND_US = 1_000_000;

export const pod = (name: string, resourceVersion: string, labels: Record<string, string> = {}): KubeObject =>
  Object.freeze({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', uid: `uid-${name}`, resourceVersion, labels } });

export const gone = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', reason: 'Expired', code: 410, message: 'too old resource version' } as unknown as Status;

/** A server that answers what the test says, and an actor that is its client. */
export class FakeServer {
  readonly engine = new Engine({ seed: 'client-go', freeze: true });
  readonly requests: { atUs: number; request: ApiRequest }[] = [];
  readonly actor: Actor;
  /** The newest open watch. */
  stream: Stream | undefined;
  items: KubeObject[] = [];
  revision = '1';
  /** Refuses a request with a Status. */
  refuse: (request: ApiRequest) => Status | undefined = () => undefined;
  /** Answers what is neither list nor watch. */
  answer: (request: ApiRequest) => unknown = ({ body }) => body;

  constructor() {
    this.actor = new Actor(this.engine, new Machine('control-plane', 'a'), 'kube-apiserver', () => this.program());
    this.actor.start();
  }

  /** Runs a program as an actor of a node, with a client that waits for nothing. */
  client(program: (client: Client, self: Actor) => Process<void>, component = 'client', qps = -1): Actor {
    const actor = new Actor(this.engine, new Machine(`node-of-${component}`, 'a'), component, (self) => program(new Client(self, () => this.actor, { user: 'system:test', userAgent: 'test', qps }), self));
    actor.start();
    return actor;
  }

  send(type: WatchEventType, object: unknown): void {
    this.stream!.send('watch', `${type} pods`, '', { type, object });
  }

  /** Verb and, for watches, the version that they begin at. */
  log(): string[] {
    return this.requests.map(({ request }) => (request.verb === 'watch' ? `watch ${request.query?.resourceVersion}` : request.verb));
  }

  run(seconds: number): void {
    this.engine.runUntil(this.engine.nowUs + seconds * SECOND_US);
  }

  private *program(): Process<void> {
    const server = this;
    this.actor.serve('api', function* (body, context) {
      const request = body as ApiRequest;
      server.requests.push({ atUs: server.engine.nowUs, request });
      const refusal = server.refuse(request);
      if (refusal) return { code: refusal.code, body: refusal };
      if (request.verb === 'list') return { code: 200, body: { kind: 'List', apiVersion: 'v1', metadata: { resourceVersion: server.revision }, items: server.items } };
      if (request.verb !== 'watch') return { code: 200, body: server.answer(request) };
      server.stream = context.openStream();
      return { code: 200, body: { stream: server.stream } };
    });
  }
}

test('a client answers the body, a Status of failure, or a lost connection with code 0', () => {
  const server = new FakeServer();
  const answers: unknown[] = [];
  server.client(function* (client) {
    const door = client.resource({ group: '', version: 'v1', resource: 'pods', namespaced: true });
    answers.push(yield* door.create(pod('web', '')));
    server.refuse = () => notFound('', 'pods', 'web');
    answers.push(yield* door.get('default', 'web'));
    server.actor.crash();
    answers.push(yield* door.get('default', 'web'));
  });
  server.run(1);
  expect(answers).toMatchObject([{ metadata: { name: 'web' } }, { code: 404, message: 'pods "web" not found' }, { code: 0, message: 'connection refused' }]);
  expect(server.requests[0].request).toMatchObject({ verb: 'create', group: '', version: 'v1', resource: 'pods', namespace: 'default', user: 'system:test', userAgent: 'test' });
});
