import type { Lease } from 'kubernetes-types/coordination/v1.d.ts';
import { describe, expect, it } from 'vitest';
import type { Typed } from '../apimachinery/meta.ts';
import { alreadyExists, conflict, notFound } from '../apimachinery/status.ts';
import { FakeServer, gone } from './fake-server.test.ts';
import { LeaderElector } from './leader-election.ts';

/** A server with one Lease, checked for conflicts. */
function world() {
  const server = new FakeServer();
  const state: { lease: Typed<Lease> | undefined } = { lease: undefined };
  let revision = 0;
  server.refuse = ({ verb, body }) => {
    if (verb === 'get') return state.lease ? undefined : notFound('coordination.k8s.io', 'leases', 'kube-scheduler');
    if (verb === 'create') return state.lease ? alreadyExists('coordination.k8s.io', 'leases', 'kube-scheduler') : undefined;
    return (body as Typed<Lease>).metadata.resourceVersion === state.lease?.metadata.resourceVersion ? undefined : conflict('coordination.k8s.io', 'leases', 'kube-scheduler');
  };
  server.answer = ({ verb, body }) => {
    if (verb !== 'get') state.lease = { ...(body as Typed<Lease>), metadata: { ...(body as Typed<Lease>).metadata, resourceVersion: String(++revision) } };
    return state.lease;
  };
  const history: string[] = [];
  const candidate = (identity: string) =>
    server.client(function* (client) {
      const elector = new LeaderElector(client, { namespace: 'kube-system', name: 'kube-scheduler', identity });
      yield* elector.acquire();
      history.push(`${identity} leads`);
      yield* elector.keep();
      history.push(`${identity} lost`);
    }, identity);
  return { server, state, history, candidate };
}

describe('leader election', () => {
  it('takes a lease that nobody holds, and renews it every 2 s', () => {
    const { server, state, history, candidate } = world();
    candidate('a');
    server.run(1);
    expect(history).toEqual(['a leads']);
    const first = state.lease!.spec!;
    expect(first).toMatchObject({ holderIdentity: 'a', leaseDurationSeconds: 15, leaseTransitions: 0 });
    server.run(20);
    expect(state.lease!.spec).toMatchObject({ acquireTime: first.acquireTime, leaseTransitions: 0 });
    expect(state.lease!.spec!.renewTime).not.toBe(first.renewTime);
    expect(server.requests.filter(({ request }) => request.verb === 'update').length).toBe(10);
  });

  it('lets a rival wait until the lease has run out as the rival sees it', () => {
    const { server, state, history, candidate } = world();
    const leader = candidate('a');
    server.run(1);
    candidate('b');
    server.run(60);
    expect(history).toEqual(['a leads']);
    leader.crash();
    const crashedUs = server.engine.nowUs;
    server.run(12);
    expect(history).toEqual(['a leads']);
    server.run(10);
    expect(history).toEqual(['a leads', 'b leads']);
    expect(server.engine.nowUs - crashedUs).toBeLessThan(23_000_000);
    expect(state.lease!.spec).toMatchObject({ holderIdentity: 'b', leaseTransitions: 1 });
  });

  it('gives up when it could not renew for 10 s', () => {
    const { server, history, candidate } = world();
    candidate('a');
    server.run(1);
    server.refuse = () => ({ ...gone, code: 500, reason: 'InternalError' }) as never;
    server.run(9);
    expect(history).toEqual(['a leads']);
    server.run(5);
    expect(history).toEqual(['a leads', 'a lost']);
  });

  it('lets only one of two win when both find no lease', () => {
    const { server, history, candidate } = world();
    candidate('a');
    candidate('b');
    server.run(30);
    expect(history).toHaveLength(1);
  });
});
