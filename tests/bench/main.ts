// npm run bench [-- --json] [-- --only NAME]: figures in one run, so that their ratios hold however busy the machine is.
import { parseArgs } from 'node:util';
import { bundles } from './bundle.ts';
import { deployments, idle, scale, up } from './cluster.ts';
import { wakeUps } from './engine.ts';
import { page } from './page.ts';
import { scheduler } from './scheduler.ts';
import { type Figure, print } from './table.ts';

const benches: Record<string, () => Figure | Figure[]> = { engine: wakeUps, deployments, idle, scheduler, scale, large: up, bundles, page };
const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, only: { type: 'string', multiple: true } } });
const names = values.only ?? Object.keys(benches);
const unknown = names.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`bench: there is no ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}`);
  process.exit(1);
}
const figures: Figure[] = [];
for (const name of names) {
  if (!values.json) console.error(`measuring ${name} …`);
  figures.push(...[benches[name]()].flat());
}
print(figures, values.json);
