// Serves a folder of built files, as any static host would, with the headers that a careful one adds.
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const types = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8', '.json': 'application/json; charset=utf-8', '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon', '.webp': 'image/webp',
  '.woff2': 'font/woff2', '.wasm': 'application/wasm', '.yaml': 'text/yaml; charset=utf-8', '.md': 'text/markdown; charset=utf-8', '.txt': 'text/plain; charset=utf-8',
};

/**
 * Listens on 127.0.0.1 and resolves when it does; rejects with the server's error (EADDRINUSE for a busy port).
 * @param {string} folder
 * @param {{ port?: number, basePath?: string }} [options] port 0: any free one; basePath: '/', or '/some/where/'
 * @returns {Promise<{ port: number, close: () => Promise<void> }>}
 */
export function serveFolder(folder, { port = 0, basePath = '/' } = {}) {
  const policy = policyOf(folder);
  const server = createServer((request, response) => answer({ folder, basePath, policy }, request, response));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve({ port: typeof address === 'object' && address !== null ? address.port : port, close: () => closed(server) });
    });
  });
}

function closed(server) {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** The page states its policy in a <meta>; a header can also forbid framing. */
function policyOf(folder) {
  const page = join(folder, 'index.html');
  const stated = existsSync(page) ? /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(readFileSync(page, 'utf8')) : null;
  const policy = stated === null ? "default-src 'self'" : stated[1].replaceAll('&#39;', "'");
  return `${policy}; frame-ancestors 'none'`;
}

function answer(site, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405);
  const path = pathOf(request.url ?? '/');
  if (path === undefined) return refuse(response, 400);
  if (`${path}/` === site.basePath) return response.writeHead(308, { Location: site.basePath }).end();
  if (!path.startsWith(site.basePath)) return refuse(response, 404);
  const file = fileFor(site.folder, path.slice(site.basePath.length));
  if (file === undefined) return refuse(response, 404);
  response.writeHead(200, headersFor(file, site.policy));
  if (request.method === 'HEAD') return response.end();
  createReadStream(file).on('error', () => response.destroy()).pipe(response);
}

function pathOf(url) {
  try {
    const path = decodeURIComponent(url.split(/[?#]/, 1)[0]);
    return path.includes('\0') ? undefined : path;
  } catch {
    return undefined;
  }
}

/** Undefined for what is not a file inside the folder, whatever dots the path holds. */
function fileFor(folder, path) {
  const file = normalize(join(folder, path === '' || path.endsWith('/') ? `${path}index.html` : path));
  if (!file.startsWith(folder + sep)) return undefined;
  return existsSync(file) && statSync(file).isFile() ? file : undefined;
}

function headersFor(file, policy) {
  const named = file.includes(`${sep}assets${sep}`); // Their names carry a hash of their contents.
  return {
    'Content-Type': types[extname(file)] ?? 'application/octet-stream',
    'Content-Length': statSync(file).size,
    'Cache-Control': named ? 'public, max-age=31536000, immutable' : 'no-cache',
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  };
}

function refuse(response, status) {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${status}\n`);
}
