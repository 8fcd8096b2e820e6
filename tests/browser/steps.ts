import type { Page } from 'playwright-core';

interface State {
  readonly virtualTimeMs: number;
  readonly nowMs: number;
  readonly playheadMs: number | null;
  readonly pods: number;
  readonly nodes: number;
  readonly branch: number;
  readonly ready: boolean;
  readonly stateHash: string;
}

interface Scripting {
  command(command: object): Promise<{ exitCode: number; stdout: string; stderr: string } | undefined>;
  state(): Promise<State>;
  when(predicate: (state: State) => boolean, options?: { timeoutMs?: number }): Promise<State>;
}

/** `window.kubeglass`: what is evaluated runs in the page. */
declare const kubeglass: Scripting;

/** Waits until the first world is on the screen. */
export async function isReady(page: Page): Promise<void> {
  await page.getByRole('region', { name: 'Stage' }).or(page.getByRole('region', { name: '무대' })).first().waitFor();
  await page.evaluate(() => kubeglass.when((state) => state.ready && state.nodes === 4));
}

export const state = (page: Page): Promise<State> => page.evaluate(() => kubeglass.state());

export const command = (page: Page, what: object): Promise<{ exitCode: number; stdout: string; stderr: string } | undefined> =>
  page.evaluate((value) => kubeglass.command(value), what);

/** Lets the virtual clock run to a moment as fast as it can. */
export async function advanceTo(page: Page, virtualTimeMs: number): Promise<void> {
  await command(page, { type: 'advance', toUs: virtualTimeMs * 1_000 });
  await page.evaluate((ms) => kubeglass.when((now) => now.nowMs >= ms, { timeoutMs: 60_000 }), virtualTimeMs);
}

/** Opens the manifest panel and applies what stands in it: the nginx Deployment of Kubernetes' documentation. */
export async function applyManifest(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Manifest' }).click();
  await page.getByRole('textbox', { name: 'Manifest' }).waitFor();
  await page.getByRole('button', { name: 'Apply', exact: true }).click();
}

/** The buttons of the pods that run in a node's bay. */
export const podsOf = (page: Page, node: string) => page.getByRole('group', { name: node, exact: true }).getByRole('button', { name: /^nginx-deployment-/ });
