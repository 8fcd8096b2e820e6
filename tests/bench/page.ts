import { spawnSync } from 'node:child_process';
import type { Figure } from './table.ts';

/** The built page in a browser of its own: see scripts/bench-browser.mjs. */
export function page(): Figure[] {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['scripts/bench-browser.mjs'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the browser could not be measured: ${stderr}`);
  const { interactiveMs, workP50, workP95, intervalP95, taskMsPerFrame } = JSON.parse(stdout.trim().split('\n').at(-1)!) as Record<string, number>;
  const during = 'page, 20 nodes, 300 pods, rolling update at 1×';
  return [
    { name: 'page: first world on the screen, loopback', value: interactiveMs, unit: 'ms', target: '≤ 1,500' },
    { name: `${during}: work per frame p50`, value: workP50, unit: 'ms', target: '' },
    { name: '… work per frame p95', value: workP95, unit: 'ms', target: '≤ 8' },
    { name: '… all main-thread tasks per frame, mean', value: taskMsPerFrame, unit: 'ms', target: '' },
    { name: '… frame interval p95', value: intervalP95, unit: 'ms', target: '≤ 18' },
  ];
}
