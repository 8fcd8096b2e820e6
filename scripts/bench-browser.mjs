// Measures the built page in a browser during a rolling update at 20 nodes and 300 pods; prints figures as JSON.
// Called by tests/bench; needs dist. Work per frame is what `window.kubeglass.frameStats()` tells, and the main thread's whole
// task time per frame as the browser itself counts it.
import { deflateSync, strToU8 } from 'fflate';
import { chromium } from 'playwright-core';
import { findBrowser } from './browser.mjs';
import { ensureBuilt, dist } from './fresh-build.mjs';
import { serveFolder } from './static-server.mjs';

const nodes = Array.from({ length: 20 }, (_, i) => ({ name: `node-${i + 1}`, zone: `zone-${'abc'[i % 3]}`, cpu: '8', memory: '32Gi', pods: 110 }));
const topology = { name: 'bench', region: 'region-1', controlPlane: { name: 'control-plane', zone: 'zone-a', node: true }, nodes };
const session = { version: 1, seed: 'bench', topology, commands: [], playheadUs: 30_000_000 };
const link = `#s=${Buffer.from(deflateSync(strToU8(JSON.stringify(session)))).toString('base64url')}`;
const manifest = (image) => JSON.stringify({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' },
  spec: { replicas: 300, selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image }] } } },
});

ensureBuilt();
const server = await serveFolder(dist, { basePath: '/' });
const { executablePath, args } = await findBrowser();
const browser = await chromium.launch({ executablePath, args });
try {
  console.log(JSON.stringify(await measure()));
} finally {
  await browser.close();
  await server.close();
}

async function measure() {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const startedAt = performance.now();
  await page.goto(`http://127.0.0.1:${server.port}/`);
  await page.evaluate(() => globalThis.kubeglass.when((state) => state.ready));
  const interactiveMs = performance.now() - startedAt;
  await page.goto('about:blank');
  await page.goto(`http://127.0.0.1:${server.port}/${link}`);
  await page.evaluate(() => globalThis.kubeglass.when((state) => state.ready && state.nodes === 21, { timeoutMs: 60_000 }));
  await page.evaluate(async (text) => {
    void globalThis.kubeglass.command({ type: 'apply', manifest: text });
    await globalThis.kubeglass.command({ type: 'advance', toUs: 120_000_000 });
    await globalThis.kubeglass.when((state) => state.nowMs >= 120_000, { timeoutMs: 60_000 });
  }, manifest('nginx:1.14.2'));
  const debug = await context.newCDPSession(page);
  await debug.send('Performance.enable');
  const taskSeconds = async () => (await debug.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value;
  await page.evaluate(async (text) => {
    void globalThis.kubeglass.command({ type: 'apply', manifest: text });
    await globalThis.kubeglass.command({ type: 'speed', speed: 1 });
    await globalThis.kubeglass.command({ type: 'play' });
    globalThis.kubeglass.frameStats();
  }, manifest('nginx:1.16.1'));
  const before = await taskSeconds();
  await page.waitForTimeout(15_000);
  const stats = await page.evaluate(() => globalThis.kubeglass.frameStats());
  const busyMs = ((await taskSeconds()) - before) * 1_000;
  return { interactiveMs, frames: stats.frames, workP50: stats.work.p50, workP95: stats.work.p95, intervalP95: stats.interval.p95, taskMsPerFrame: busyMs / stats.frames };
}
