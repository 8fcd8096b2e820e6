import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../apimachinery/meta.ts';
import { FakeServer, gone, pod, SECOND_US } from './fake-server.test.ts';
import { SharedInformer, SharedInformerFactory } from './informer.ts';
import { pods } from './resources.ts';

/** An informer with a handler that writes down what it hears. */
function informed(server = new FakeServer()) {
  const heard: string[] = [];
  let informer!: SharedInformer<KubeObject>;
  const actor = server.client(function* (client) {
    informer = new SharedInformer<KubeObject>(client, pods as never);
    informer.addHandler({
      onAdd: ({ metadata }, initial) => heard.push(`add ${metadata.name}@${metadata.resourceVersion}${initial ? ' initially' : ''}`),
      onUpdate: (old, { metadata }) => heard.push(`update ${metadata.name} ${old.metadata.resourceVersion}→${metadata.resourceVersion}`),
      onDelete: ({ metadata }) => heard.push(`delete ${metadata.name}@${metadata.resourceVersion}`),
    });
    yield* informer.run();
  });
  return { server, heard, actor, informer: () => informer };
}

describe('an informer', () => {
  it('lists once, then follows the watch from the list on', () => {
    const { server, heard, informer } = informed();
    server.items = [pod('a', '3'), pod('b', '5')];
    server.revision = '7';
    server.run(1);
    expect(informer().hasSynced).toBe(true);
    server.send('ADDED', pod('c', '8'));
    server.send('MODIFIED', pod('a', '9'));
    server.send('DELETED', pod('b', '10'));
    server.run(1);
    expect(server.log()).toEqual(['list', 'watch 7']);
    expect(heard).toEqual(['add a@3 initially', 'add b@5 initially', 'add c@8', 'update a 3→9', 'delete b@10']);
    expect([...informer().store.keys()]).toEqual(['default/a', 'default/c']);
  });

  it('goes on where it stopped when a watch ends, bookmarks included', () => {
    const { server, heard } = informed();
    server.run(1);
    server.send('ADDED', pod('a', '4'));
    server.send('BOOKMARK', { apiVersion: 'v1', kind: 'Pod', metadata: { resourceVersion: '40' } });
    server.run(1);
    server.stream!.end();
    server.run(5);
    expect(server.log()).toEqual(['list', 'watch 1', 'watch 40']);
    expect(heard).toEqual(['add a@4']);
  });

  it.each(['a refusal', 'an ERROR event'])('lists again when its point is gone, told by %s, and tells of what it missed', (how) => {
    const { server, heard } = informed();
    server.items = [pod('a', '1'), pod('b', '1')];
    server.run(1);
    server.items = [pod('b', '90'), pod('c', '91')];
    server.revision = '100';
    if (how === 'an ERROR event') server.send('ERROR', gone);
    else {
      server.refuse = ({ verb, query }) => (verb === 'watch' && query?.resourceVersion === '1' ? gone : undefined);
      server.stream!.end();
    }
    server.run(20);
    expect(server.log().slice(-2)).toEqual(['list', 'watch 100']);
    expect(heard.slice(2)).toEqual(['update b 1→90', 'add c@91', 'delete a@1']);
  });

  it('keeps trying a server that is away, ever more slowly, and never less than every minute', () => {
    const { server, informer } = informed();
    server.refuse = () => ({ ...gone, code: 503, reason: 'ServiceUnavailable' }) as never;
    server.run(300);
    const gapsUs = server.requests.map(({ atUs }, i) => atUs - (server.requests[i - 1]?.atUs ?? 0)).slice(1);
    expect(gapsUs[0]).toBeGreaterThanOrEqual(800_000);
    expect(gapsUs[0]).toBeLessThan(1_700_000);
    expect(gapsUs.at(-1)).toBeGreaterThanOrEqual(30 * SECOND_US);
    expect(Math.max(...gapsUs)).toBeLessThanOrEqual(61 * SECOND_US);
    expect(informer().hasSynced).toBe(false);
  });

  it('tells a late handler of everything that is there, and nobody of an object that is the same', () => {
    const { server, heard, informer } = informed();
    const same = pod('a', '1');
    server.items = [same];
    server.run(1);
    const late: string[] = [];
    informer().addHandler({ onAdd: ({ metadata }, initial) => late.push(`${metadata.name} ${initial}`) });
    server.send('MODIFIED', same);
    server.run(1);
    expect(late).toEqual(['a true']);
    expect(heard).toEqual(['add a@1 initially']);
  });

  it('calls its handlers with the cause of the change', () => {
    const { server, informer } = informed();
    server.run(1);
    const { engine } = server;
    const causes: string[] = [];
    informer().addHandler({ onAdd: () => causes.push(engine.trace.get(engine.span)!.method) });
    server.send('ADDED', pod('a', '2'));
    server.run(1);
    expect(causes).toEqual(['ADDED pods']);
  });
});

describe('a factory', () => {
  it('makes one informer per resource and selection, and starts each once', () => {
    const server = new FakeServer();
    server.client(function* (client) {
      const factory = new SharedInformerFactory(client);
      const one = factory.informer(pods);
      expect(factory.informer(pods)).toBe(one);
      expect(factory.informer(pods, { query: { fieldSelector: 'spec.nodeName=node-1' } })).not.toBe(one);
      factory.start();
      factory.start();
      yield* factory.waitForSync();
    });
    server.run(1);
    expect(server.requests.filter(({ request }) => request.verb === 'list').map(({ request }) => request.query?.fieldSelector)).toEqual([undefined, 'spec.nodeName=node-1']);
  });
});
