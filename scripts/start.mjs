// npm start: from a fresh clone to the page in a browser. Installs, builds and serves; each only when needed.
import { parseArgs } from 'node:util';
import { ensureReady } from './setup.mjs';
import { dist, ensureBuilt } from './fresh-build.mjs';
import { serveFolder } from './static-server.mjs';

const usage = 'usage: npm start [-- --port N]   (or PORT=N npm start)';
const portsTried = 50;

function wantedPort() {
  const text = parseArgs({ options: { port: { type: 'string' } } }).values.port ?? process.env.PORT ?? '5173';
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw new Error(`--port ${text}: not a port`);
  return port;
}

async function listen(first) {
  for (let port = first; port < first + portsTried && port <= 65535; port += 1) {
    try {
      return await serveFolder(dist, { port });
    } catch (error) {
      if (error.code !== 'EADDRINUSE') throw error;
      console.log(`start: port ${port} is busy, trying ${port + 1}`);
    }
  }
  throw new Error(`no free port from ${first} on`);
}

try {
  const port = wantedPort();
  ensureReady();
  ensureBuilt();
  const server = await listen(port);
  console.log(`Kubeglass is at http://127.0.0.1:${server.port}/`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void server.close());
} catch (error) {
  console.error(`start: ${error.message}\n${usage}`);
  process.exitCode = 1;
}
