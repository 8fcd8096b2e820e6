import { afterAll, beforeAll, expect, test } from 'vitest';
import { nginxDeployment } from '../harness/manifests.ts';
import { findings } from './accessibility.ts';
import { Kubeglass } from './page.ts';
import { advanceTo, applyManifest, command, isReady, podsOf, state } from './steps.ts';

let kubeglass: Kubeglass;
beforeAll(async () => {
  kubeglass = await Kubeglass.launch();
});
afterAll(() => kubeglass.close());

test('apply in the page, drag a node off the rack with the mouse, see it heal, look back, fork', async () => {
  const { page, complaints } = await kubeglass.open();
  await isReady(page);
  await applyManifest(page);
  await command(page, { type: 'speed', speed: 10 });
  await page.getByText('deployment.apps/nginx-deployment created').waitFor();
  await advanceTo(page, 60_000);
  for (const node of ['node-1', 'node-2', 'node-3']) {
    expect(await podsOf(page, node).count(), node).toBe(1);
    expect(await podsOf(page, node).first().getAttribute('aria-description')).toMatch(/Running/);
  }
  const lost = await podsOf(page, 'node-2').first().getAttribute('aria-label');

  // Pick the node up by its head; the tray appears while it is in the hand.
  await page.getByRole('button', { name: /Hide the drawer/ }).click();
  const bay = page.getByRole('group', { name: 'node-2', exact: true });
  const box = (await bay.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 12, box.y + 24, { steps: 4 });
  const tray = page.getByRole('region', { name: 'Power-off tray' });
  await tray.waitFor();
  const target = (await tray.boundingBox())!;
  await page.mouse.move(target.x + target.width / 2, target.y + target.height / 2, { steps: 12 });
  await page.mouse.up();
  await tray.getByRole('group', { name: 'node-2 (powered off)' }).waitFor();

  // Kubernetes' own timing: 50 s until it is noticed, 5 s until it evicts, 300 s of toleration.
  await advanceTo(page, 200_000);
  expect(await podsOf(page, 'node-2').first().getAttribute('aria-label')).toBe(lost);
  await page.getByRole('group', { name: 'node-2', exact: true }).getByText(/unreachable/).first().waitFor();
  await advanceTo(page, 430_000);
  const healthy = (await podsOf(page, 'node-1').count()) + (await podsOf(page, 'node-3').count());
  expect(healthy).toBe(3);

  // Look back with the keyboard, to before the node was lost.
  const slider = page.getByRole('slider', { name: 'Timeline' });
  await slider.focus();
  await page.keyboard.press('Home');
  expect((await state(page)).playheadMs).not.toBeNull();
  await command(page, { type: 'seek', virtualTimeMs: 59_000 });
  for (const node of ['node-1', 'node-2', 'node-3']) expect(await podsOf(page, node).count(), node).toBe(1);
  expect(await page.getByRole('timer', { name: 'Virtual time' }).textContent()).toBe('00:00:59.000');

  // Acting in the past makes another future.
  const { branch } = await state(page);
  await command(page, { type: 'kubectl', line: 'scale deployment nginx-deployment --replicas=1' });
  await page.getByText(/A new future begins/).waitFor();
  expect((await state(page)).branch).toBeGreaterThan(branch);
  await advanceTo(page, 120_000);
  expect((await podsOf(page, 'node-1').count()) + (await podsOf(page, 'node-2').count()) + (await podsOf(page, 'node-3').count())).toBe(1);
  expect(complaints).toEqual([]);
}, 120_000);

test('the same with the keyboard alone: power off, inspect, power on, delete a pod', async () => {
  const { page, complaints } = await kubeglass.open();
  await isReady(page);
  await command(page, { type: 'apply', manifest: nginxDeployment() });
  await advanceTo(page, 60_000);
  const bay = page.getByRole('group', { name: 'node-3', exact: true });
  await bay.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('complementary', { name: 'Inspector' }).getByRole('heading', { name: 'node-3' }).waitFor();
  await bay.focus();
  await page.keyboard.press('p');
  await page.getByRole('group', { name: 'node-3 (powered off)' }).waitFor();
  await advanceTo(page, 130_000);
  await page.getByRole('tab', { name: 'Why' }).click();
  await page.getByText(/has not heard from node-3 for 50 s/).first().waitFor();
  await bay.focus();
  await page.keyboard.press('p');
  await advanceTo(page, 150_000);
  expect(await page.getByRole('group', { name: 'node-3 (powered off)' }).count()).toBe(0);

  const pod = podsOf(page, 'node-1').first();
  const name = await pod.getAttribute('aria-label');
  await pod.focus();
  await page.keyboard.press('Delete');
  await command(page, { type: 'speed', speed: 60 });
  await command(page, { type: 'play' });
  await page.getByRole('button', { name: name!, exact: true }).waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
}, 120_000);

test('errors of a manifest stand at their line and change nothing', async () => {
  const { page } = await kubeglass.open();
  await isReady(page);
  await page.getByRole('tab', { name: 'Manifest' }).click();
  const editor = page.getByRole('textbox', { name: 'Manifest' });
  await editor.click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText('apiVersion: v1\nkind: Pod\nmetadata:\n  name: Bad_Name\nspec:\n  containers:\n  - name: web\n    image: nginx\n');
  await command(page, { type: 'speed', speed: 10 });
  await page.getByRole('button', { name: 'Apply', exact: true }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'Bad_Name' });
  await alert.waitFor();
  expect(await alert.textContent()).toMatch(/line 4/);
  expect((await state(page)).pods).toBe(0);
}, 60_000);

test.each([
  ['light', 'en', 1440, 900],
  ['dark', 'ko', 1440, 900],
  ['light', 'ko', 390, 844],
  ['dark', 'en', 390, 844],
] as const)('axe finds nothing: %s, %s, %i × %i', async (theme, language, width, height) => {
  const { page, complaints } = await kubeglass.open({ theme, language, size: { width, height } });
  await isReady(page);
  await command(page, { type: 'apply', manifest: nginxDeployment() });
  await advanceTo(page, 60_000);
  await command(page, { type: 'fault', fault: 'power-off', target: 'node-2' });
  await advanceTo(page, 150_000);
  expect(await findings(page)).toEqual([]);
  await page.getByRole('group', { name: 'node-2', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'node-2' }).waitFor();
  expect(await findings(page)).toEqual([]);
  // No scroll bar at the page's edge, whatever the width.
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight + 1)).toBe(true);
  expect(complaints).toEqual([]);
}, 120_000);

