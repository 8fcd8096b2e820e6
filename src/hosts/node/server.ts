import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { relative } from 'node:path';
import { type HttpBindings, serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { forbidden } from '../../simulation/cluster/api.ts';
import { newSession } from '../../simulation/cluster/run.ts';
import { knock } from './api/door.ts';
import { ExecDoor } from './api/exec.ts';
import { controlRoutes } from './control/routes.ts';
import { Crank } from './crank.ts';
import { refusal } from './guard.ts';
import type { ServeOptions } from './options.ts';

export interface RunningServer {
  readonly port: number;
  /** `http://127.0.0.1:8001` */
  readonly url: string;
  close(): Promise<void>;
}

export interface Surroundings {
  /** The built page; undefined or missing: none is served. */
  readonly appFolder?: string;
  /** The simulation broke one of its own rules. Nothing moves any more. */
  readonly onCrash: (error: unknown) => void;
}

/** Starts a cluster and listens; resolves when it does, rejects with the socket's error. */
export async function startServer(options: ServeOptions, surroundings: Surroundings): Promise<RunningServer> {
  const crank = new Crank(newSession(options.seed, options.topology), options.speed, surroundings.onCrash);
  const app = appFor(crank, options.headless ? undefined : surroundings.appFolder);
  try {
    const { server, port } = await listen(app, options);
    const exec = new ExecDoor(crank);
    server.on('upgrade', (incoming, socket, head) => exec.upgrade(incoming, socket, head));
    return { port, url: `http://${options.host}:${port}`, close: () => (exec.close(), close(crank, server)) };
  } catch (error) {
    crank.stop();
    throw error;
  }
}

function appFor(crank: Crank, appFolder: string | undefined): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use(async (c, next) => {
    const problem = refusal(c.req.header('host'), c.req.header('origin'));
    if (problem !== undefined) return c.json(forbidden('', '', '', problem), 403);
    await next();
  });
  app.route('/kubeglass/v1', controlRoutes(crank));
  for (const path of ['/api', '/api/*', '/apis', '/apis/*', '/openapi/*', '/version', '/version/', '/healthz', '/livez', '/readyz']) app.all(path, (c) => knock(crank, c));
  if (appFolder !== undefined && existsSync(appFolder)) {
    app.get('/*', async (c, next) => {
      await next();
      c.header('x-content-type-options', 'nosniff');
      c.header('referrer-policy', 'no-referrer');
      c.header('content-security-policy', "frame-ancestors 'none'");
    }, serveStatic({ root: relative(process.cwd(), appFolder) || '.' }));
  }
  app.all('/*', (c) => c.text('404 page not found\n', 404));
  return app;
}

function listen(app: Hono<{ Bindings: HttpBindings }>, { host, port }: ServeOptions): Promise<{ server: Server; port: number }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, () => resolve({ server, port: (server.address() as AddressInfo).port })) as Server;
    server.once('error', reject);
  });
}

function close(crank: Crank, server: Server): Promise<void> {
  crank.stop();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
