import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { newSession } from '../../../simulation/cluster/run.ts';
import type { Crank } from '../crank.ts';
import { worldOf } from '../options.ts';
import { parseClockOrder } from './clock.ts';
import { parseFault } from './fault.ts';

const MAX_SPANS = 100_000;

/** The control API: the clock, the faults and what happened. JSON in and out; a problem is `{"error": "…"}` with 400. */
export function controlRoutes(crank: Crank): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.get('/state', (c) => c.json(stateOf(crank)));
  app.post('/clock', (c) => setClock(crank, c));
  app.post('/faults', (c) => fault(crank, c));
  app.post('/start', (c) => start(crank, c));
  app.get('/trace', (c) => trace(crank, c));
  app.get('/share', (c) => c.json(crank.run.session()));
  app.notFound((c) => c.json({ error: `${c.req.method} ${c.req.path}: there is no such thing` }, 404));
  return app;
}

function stateOf(crank: Crank) {
  const { cluster } = crank.run;
  return {
    virtualTimeMs: crank.nowUs / 1000,
    speed: crank.speed,
    paused: crank.paused,
    nodes: cluster.objects('nodes').length,
    pods: cluster.objects('pods').length,
    stateHash: cluster.hash().state,
    revision: cluster.store.revision,
    lastChangeMs: crank.lastChangeUs / 1000,
  };
}

async function setClock(crank: Crank, c: Context): Promise<Response> {
  const order = parseClockOrder(await bodyOf(c));
  if (typeof order === 'string') return c.json({ error: order }, 400);
  if (order.speed !== undefined) crank.speed = order.speed;
  if (order.paused !== undefined) crank.paused = order.paused;
  if (order.advanceMs !== undefined) await crank.advanceBy(Math.round(order.advanceMs * 1000));
  return c.json({ virtualTimeMs: crank.nowUs / 1000, speed: crank.speed, paused: crank.paused });
}

async function fault(crank: Crank, c: Context): Promise<Response> {
  const command = parseFault(await bodyOf(c));
  if (typeof command === 'string') return c.json({ error: command }, 400);
  const { exitCode, stderr } = await crank.execute(command);
  return exitCode === 0 ? c.json({ virtualTimeMs: crank.nowUs / 1000 }) : c.json({ error: stderr }, 400);
}

/** `{nodes?, zones?, seed?}`: another cluster in the place of this one, from its very beginning until it has settled. */
async function start(crank: Crank, c: Context): Promise<Response> {
  const body = await bodyOf(c);
  const { nodes = 3, zones, seed = 'kubeglass' } = (typeof body === 'object' && body !== null ? body : {}) as { nodes?: number; zones?: string[]; seed?: string };
  try {
    crank.restart(newSession(String(seed), worldOf(nodes, zones)));
    return c.json({ virtualTimeMs: crank.nowUs / 1000 });
  } catch (error) {
    return c.json({ error: (error as Error).message }, 400);
  }
}

/** `?from=&to=` in virtual ms: what was said and decided in that time, oldest first, as far as it is remembered. */
function trace(crank: Crank, c: Context): Response {
  const from = Number(c.req.query('from') ?? 0) * 1000;
  const to = Number(c.req.query('to') ?? Infinity) * 1000;
  if (Number.isNaN(from) || Number.isNaN(to)) return c.json({ error: 'from and to must be numbers of virtual milliseconds' }, 400);
  const { trace: kept } = crank.run.cluster.engine;
  const spans = kept.range(0, kept.next).filter((span) => atOf(span) >= from && atOf(span) <= to).slice(-MAX_SPANS);
  return c.json({ from: from / 1000, to: Number.isFinite(to) ? to / 1000 : crank.nowUs / 1000, hash: kept.hash, spans });
}

const atOf = (span: { readonly sentUs: number } | { readonly atUs: number }): number => ('sentUs' in span ? span.sentUs : span.atUs);

async function bodyOf(c: Context): Promise<unknown> {
  try {
    return await c.req.json();
  } catch {
    return undefined;
  }
}
