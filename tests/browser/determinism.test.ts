import { afterAll, beforeAll, expect, test } from 'vitest';
import '../../src/simulation/cluster/with-kubectl.ts';
import { Run } from '../../src/simulation/cluster/run.ts';
import { defaultTopology, type LoggedCommand } from '../../src/protocol/index.ts';
import { nginxDeployment } from '../harness/manifests.ts';
import { Kubeglass } from './page.ts';
import { advanceTo, command, isReady, state } from './steps.ts';

let kubeglass: Kubeglass;
beforeAll(async () => {
  kubeglass = await Kubeglass.launch();
});
afterAll(() => kubeglass.close());

test("the browser's worker and Node come to the same state from the same log", async () => {
  const { page } = await kubeglass.open();
  await isReady(page);
  await command(page, { type: 'pause' });
  const applied = (await state(page)).nowMs;
  await command(page, { type: 'advance', toUs: Math.ceil(applied * 1_000) + 1_000 });
  await page.waitForTimeout(200);
  const at = (await state(page)).nowMs;
  void command(page, { type: 'apply', manifest: nginxDeployment() });
  await advanceTo(page, 90_000);
  void command(page, { type: 'fault', fault: 'power-off', target: 'node-2' });
  await advanceTo(page, 500_000);
  const inBrowser = await state(page);

  const commands: LoggedCommand[] = [
    { atUs: Math.round(at * 1_000), command: { type: 'apply', manifest: nginxDeployment() } },
    { atUs: 90_000_000, command: { type: 'fault', fault: 'power-off', target: 'node-2' } },
  ];
  const run = new Run({ seed: '1', topology: defaultTopology });
  const replay = run.replay(commands, 500_000_000);
  while (!replay.next().done);
  expect(inBrowser.stateHash).toBe(run.cluster.hash().state);
}, 120_000);
