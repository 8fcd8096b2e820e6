import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './accessibility.ts';
import { Kubeglass } from './page.ts';

let kubeglass: Kubeglass;

beforeAll(async () => {
  kubeglass = await Kubeglass.launch({ basePath: '/some/where/' });
});
afterAll(() => kubeglass.close());

test('the built page opens under a sub-path, complains of nothing and asks no other host', async () => {
  const { page, complaints } = await kubeglass.open();
  await page.getByRole('main').waitFor();
  expect(await page.title()).toMatch(/Kubeglass/);
  await page.waitForLoadState('networkidle');
  expect(complaints).toEqual([]);
});

test('inline scripts are refused by the policy', async () => {
  const { page, complaints } = await kubeglass.open();
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.wasHere = true';
    document.head.append(script);
  });
  expect(await page.evaluate(() => 'wasHere' in window)).toBe(false);
  expect(complaints.join('\n')).toMatch(/Content Security Policy/);
});

test('axe finds nothing on the first view', async () => {
  const { page } = await kubeglass.open();
  await page.getByRole('main').waitFor();
  expect(await findings(page)).toEqual([]);
});
