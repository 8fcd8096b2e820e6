import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { findings } from './accessibility.ts';
import { Kubeglass } from './page.ts';
import { command, isReady, state } from './steps.ts';

let kubeglass: Kubeglass;
beforeAll(async () => {
  kubeglass = await Kubeglass.launch();
});
afterAll(() => kubeglass.close());

/** What the page offers to save beside an alert. */
async function downloaded(page: Page, alert: ReturnType<Page['getByRole']>): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent('download'), alert.getByRole('button', { name: 'Download' }).click()]);
  return readFile(await file.path(), 'utf8');
}

async function applyText(page: Page, manifest: string) {
  await command(page, { type: 'speed', speed: 60 });
  await page.getByRole('tab', { name: 'Manifest' }).click();
  await page.getByRole('textbox', { name: 'Manifest' }).click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(manifest);
  await page.getByRole('button', { name: 'Apply', exact: true }).click();
  const alert = page.getByRole('region', { name: 'Drawer' }).getByRole('alert');
  await alert.waitFor();
  return alert;
}

test.each(['#s=garbage', '#s=', '#s=!!!'])('a damaged share link (%s) says so, starts fresh and gives itself back', async (hash) => {
  const { page, complaints } = await kubeglass.open({}, hash);
  await isReady(page);
  const alert = page.getByRole('alert').filter({ hasText: 'This share link could not be read' });
  await alert.waitFor();
  expect(await downloaded(page, alert)).toBe(hash);
  const { nowMs } = await state(page);
  await page.waitForFunction((before) => (globalThis as unknown as { kubeglass: { state(): Promise<{ nowMs: number }> } }).kubeglass.state().then((now) => now.nowMs > before), nowMs);
  expect(complaints).toEqual([]);
});

test('a broken saved session says so, starts fresh and can be downloaded', async () => {
  const { page: first, context } = await kubeglass.open();
  await isReady(first);
  await first.waitForTimeout(2_500);
  await first.close();
  // A page of the same origin without the app: nobody saves over it.
  const page = await context.newPage();
  await page.goto(`${kubeglass.address}favicon.svg`);
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('kubeglass', 1);
        opening.onerror = () => reject(new Error('no database'));
        opening.onsuccess = () => {
          const writing = opening.result.transaction('sessions', 'readwrite');
          writing.objectStore('sessions').put({ version: 1, seed: '1', commands: 'all of them' }, 'current');
          writing.oncomplete = () => (opening.result.close(), resolve());
        };
      }),
  );
  await page.goto(kubeglass.address);
  await isReady(page);
  const alert = page.getByRole('alert').filter({ hasText: 'The saved session could not be read' });
  await alert.waitFor();
  expect(await downloaded(page, alert)).toContain('all of them');
});

test('broken YAML is told with its line and column, and nothing changes', async () => {
  const { page } = await kubeglass.open();
  await isReady(page);
  const alert = await applyText(page, 'apiVersion: v1\nkind: Pod\nmetadata: {name: web\nspec:\n  containers: []\n');
  expect(await alert.textContent()).toMatch(/line \d+, column \d+/);
  expect((await state(page)).pods).toBe(0);
});

test("an unknown field is refused in kube-apiserver's words", async () => {
  const { page } = await kubeglass.open();
  await isReady(page);
  const alert = await applyText(page, 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers: [{name: web, image: nginx, imagee: nginx}]\n');
  expect(await alert.textContent()).toContain('strict decoding error: unknown field "spec.containers[0].imagee"');
  expect((await state(page)).pods).toBe(0);
});

/** Each line ten times the one before. */
const bomb = ['apiVersion: v1', 'kind: ConfigMap', 'metadata: {name: bomb}', 'a0: &a0 [x, x, x, x, x, x, x, x, x, x]', ...Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}*a${i}]`)].join('\n');
const fiveMegabytes = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: many}\nbase: &base {a: b}\nall: [${'*base, '.repeat(750_000)}*base]\n`;

test.each([
  ['aliases that unfold without end', bomb],
  ['5 MB of aliases', fiveMegabytes],
])('%s are refused, and the page goes on', async (_, manifest) => {
  const { page, complaints } = await kubeglass.open();
  await isReady(page);
  await command(page, { type: 'speed', speed: 10 });
  const result = await command(page, { type: 'apply', manifest }).catch((error: Error) => ({ exitCode: 1, stderr: error.message }));
  expect(result?.exitCode).not.toBe(0);
  expect(result?.stderr).not.toBe('');
  const after = await command(page, { type: 'kubectl', line: 'create configmap small --from-literal=a=b' });
  expect(after?.stdout + after!.stderr).toContain('configmap/small created');
  expect(complaints).toEqual([]);
});

test('a command while the clock stands still says so, and lets time run', async () => {
  const { page } = await kubeglass.open();
  await isReady(page);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('tab', { name: 'Manifest' }).click();
  await page.getByRole('button', { name: 'Apply', exact: true }).click();
  await page.getByText('The clock is paused, so the API server cannot answer yet.').waitFor();
  await page.getByRole('button', { name: 'Let time run' }).click();
  await page.getByText('deployment.apps/nginx-deployment created').waitFor();
});

test('keys: Space and ? where they mean nothing else', async () => {
  const { page } = await kubeglass.open();
  await isReady(page);
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  await page.keyboard.press(' ');
  await page.getByRole('button', { name: 'Play' }).waitFor();
  await page.keyboard.press('?');
  const map = page.getByRole('dialog', { name: 'Keyboard' });
  await map.waitFor();
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await map.waitFor({ state: 'detached' });
  // In the editor both are text.
  await page.getByRole('tab', { name: 'Manifest' }).click();
  const editor = page.getByRole('textbox', { name: 'Manifest' });
  await editor.click();
  await page.keyboard.type('? ');
  expect(await editor.textContent()).toContain('? ');
  expect(await map.count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Play' }).count()).toBe(1);
});

test.each(['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'])('axe finds nothing inside %s', async (name) => {
  const { page } = await kubeglass.open({ size: { width: 390, height: 844 } });
  await isReady(page);
  await page.getByRole('group', { name, exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: 'Inside' }).click();
  await page.locator('.inside').waitFor();
  expect(await findings(page)).toEqual([]);
});
