import { WebSocket } from 'ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseServeOptions } from '../../src/hosts/node/options.ts';
import { type RunningServer, startServer } from '../../src/hosts/node/server.ts';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
}

let server: RunningServer;
const crashes: unknown[] = [];

beforeAll(async () => {
  server = await startServer(parseServeOptions(['--headless', '--port', '0', '--nodes', '2', '--speed', '10'])!, { onCrash: (error) => crashes.push(error) });
});

afterAll(async () => {
  await server.close();
  expect(crashes).toEqual([]);
});

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(server.url + path, { method, headers: { 'content-type': 'application/json', ...headers }, ...sent });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text.startsWith('{') ? JSON.parse(text) : { text } };
}

const configMap = (name: string, data: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });
const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';

describe('the HTTP door', () => {
  test('tells what it serves', async () => {
    expect((await ask('GET', '/healthz')).body.text).toBe('ok');
    expect((await ask('GET', '/version')).body).toMatchObject({ major: '1', minor: '32' });
    const apps = (await ask('GET', '/apis/apps/v1')).body;
    expect(apps.resources.map((one: { name: string }) => one.name)).toContain('deployments/scale');
    const aggregated = await ask('GET', '/apis', undefined, { accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json' });
    expect(aggregated.headers.get('content-type')).toBe('application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList');
    expect(aggregated.body.items[1].metadata.name).toBe('apps');
    expect((await ask('GET', '/openapi/v3/apis/apps/v1')).body.components.schemas['io.k8s.api.apps.v1.Deployment'].description).toMatch(/^Deployment enables/);
    expect((await ask('GET', '/apis/nope')).status).toBe(404);
  });

  test('creates, reads, patches, lists and deletes', async () => {
    expect((await ask('POST', CONFIG_MAPS, configMap('a', { k: 'v' }))).status).toBe(201);
    expect((await ask('POST', CONFIG_MAPS, configMap('a', {}))).body).toMatchObject({ reason: 'AlreadyExists', code: 409 });
    expect((await ask('PATCH', `${CONFIG_MAPS}/a`, { data: { more: 'x' } }, { 'content-type': 'application/merge-patch+json' })).body.data).toEqual({ k: 'v', more: 'x' });
    expect((await ask('GET', `${CONFIG_MAPS}/a`)).body).toMatchObject({ kind: 'ConfigMap', data: { k: 'v', more: 'x' } });
    await ask('POST', CONFIG_MAPS, configMap('b', {}));
    const first = (await ask('GET', `${CONFIG_MAPS}?limit=1`)).body;
    expect([first.items.length, first.metadata.remainingItemCount > 0]).toEqual([1, true]);
    const next = (await ask('GET', `${CONFIG_MAPS}?limit=1&continue=${encodeURIComponent(first.metadata.continue)}`)).body;
    expect(next.items[0].metadata.name).not.toBe(first.items[0].metadata.name);
    expect((await ask('DELETE', `${CONFIG_MAPS}/a`, { kind: 'DeleteOptions', preconditions: { uid: 'another' } })).status).toBe(409);
    expect((await ask('DELETE', `${CONFIG_MAPS}/a`)).body.status).toBe('Success');
    expect((await ask('GET', `${CONFIG_MAPS}/a`)).body).toMatchObject({ reason: 'NotFound', code: 404 });
  });

  test('prints tables, warns, and keeps nothing of a dry run', async () => {
    const table = (await ask('GET', '/api/v1/nodes', undefined, { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' })).body;
    expect(table.rows.map((row: { cells: unknown[] }) => row.cells.slice(0, 2))).toEqual([['node-0', 'Ready'], ['node-1', 'Ready']]);
    const odd = await ask('POST', `${CONFIG_MAPS}?dryRun=All&fieldValidation=Warn`, { ...configMap('dry', {}), dta: {} });
    expect([odd.status, odd.headers.get('warning')]).toEqual([201, '299 - "unknown field \\"dta\\""']);
    expect((await ask('GET', `${CONFIG_MAPS}/dry`)).status).toBe(404);
  });

  test('streams a watch until the client goes', async () => {
    const leave = new AbortController();
    const response = await fetch(`${server.url}${CONFIG_MAPS}?watch=1&fieldSelector=metadata.name%3Dwatched`, { signal: leave.signal });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    await ask('POST', CONFIG_MAPS, configMap('watched', {}));
    let text = '';
    while (!text.includes('\n')) text += (await reader.read()).value ?? '';
    expect(JSON.parse(text.split('\n')[0])).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'watched' } } });
    leave.abort();
  });

  test('moves the clock and breaks machines', async () => {
    const before = (await ask('GET', '/kubeglass/v1/state')).body;
    expect(before).toMatchObject({ nodes: 2, speed: 10, paused: false });
    expect((await ask('POST', '/kubeglass/v1/faults', { type: 'power-off', target: 'node-1' })).status).toBe(200);
    const after = (await ask('POST', '/kubeglass/v1/clock', { advanceMs: 60_000 })).body;
    expect(after.virtualTimeMs).toBeGreaterThanOrEqual(before.virtualTimeMs + 60_000);
    const node = (await ask('GET', '/api/v1/nodes/node-1')).body;
    expect(node.status.conditions.find((one: { type: string }) => one.type === 'Ready').status).toBe('Unknown');
    expect((await ask('POST', '/kubeglass/v1/faults', { type: 'power-off', target: 'nowhere' })).body.error).toMatch(/no machine named "nowhere"/);
    expect((await ask('POST', '/kubeglass/v1/clock', { speed: 'fast' })).status).toBe(400);
  });

  test('shares a session that leads to the same state', async () => {
    await ask('POST', '/kubeglass/v1/clock', { paused: true });
    const { stateHash } = (await ask('GET', '/kubeglass/v1/state')).body;
    const session = (await ask('GET', '/kubeglass/v1/share')).body;
    const { Run } = await import('../../src/simulation/cluster/run.ts');
    const again = new Run(session as never);
    for (const _ of again.replay(session.commands, session.playheadUs)) void _;
    expect(again.cluster.hash().state).toBe(stateHash);
    await ask('POST', '/kubeglass/v1/clock', { paused: false });
  });

  test('runs a command in a container over a WebSocket', async () => {
    await ask('POST', '/api/v1/namespaces/default/pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'shell' }, spec: { nodeName: 'node-0', containers: [{ name: 'c', image: 'nginx' }] } });
    await ask('POST', '/kubeglass/v1/clock', { advanceMs: 5_000 });
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/v1/namespaces/default/pods/shell/exec?container=c&command=sh&command=-c&command=echo%20hi%3B%20exit%203`, ['v5.channel.k8s.io']);
    const frames: Buffer[] = [];
    socket.on('message', (data: Buffer) => frames.push(data));
    await new Promise((done, fail) => socket.once('close', done).once('error', fail));
    expect(frames.map((frame) => frame[0])).toEqual([1, 3]);
    expect(frames[0].subarray(1).toString()).toBe('hi\n');
    expect(JSON.parse(frames[1].subarray(1).toString())).toMatchObject({ status: 'Failure', details: { causes: [{ reason: 'ExitCode', message: '3' }] } });
  });

  test('refuses what does not belong here', async () => {
    expect((await ask('GET', '/api/v1/pods', undefined, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await ask('POST', CONFIG_MAPS, 'x'.repeat(3 * 1024 * 1024 + 1))).status).toBe(413);
    expect((await ask('POST', CONFIG_MAPS, {}, { 'content-type': 'text/html' })).status).toBe(415);
    expect((await ask('GET', '/api/v1/pods?limit=x')).status).toBe(400);
    expect((await ask('GET', '/api/v1/pods', undefined, { accept: 'text/html' })).status).toBe(406);
    expect((await ask('PATCH', '/api/v1/pods', {})).status).toBe(405);
    expect((await ask('GET', '/../../etc/passwd')).status).toBe(404);
  });
});
