// npm run test:kubectl [-- --pages DIR] [--quiet] [PAGE…]: the golden pages under a real kubectl against `serve`. Prints diffs and counts.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runTs } from './run-ts.mjs';
import { ensureReady, root } from './setup.mjs';

/** Undefined without a kubectl of v1.28 or later on the PATH. */
function kubectlVersion() {
  const { status, stdout } = spawnSync('kubectl', ['version', '--client', '-o', 'json'], { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const { major, minor } = JSON.parse(stdout).clientVersion;
  return Number(major) > 1 || Number.parseInt(minor, 10) >= 28 ? `${major}.${minor}` : undefined;
}

const { values, positionals } = parseArgs({ options: { pages: { type: 'string' }, quiet: { type: 'boolean', default: false } }, allowPositionals: true });
const folder = resolve(values.pages ?? join(root, 'tests/conformance/golden/pages'));
if (kubectlVersion() === undefined) {
  const pages = readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith('.txt')).length;
  console.log(`no kubectl of v1.28 or later is on the PATH\n0 passed, 0 failed, ${pages} skipped`);
} else {
  ensureReady();
  process.exitCode = await runTs('tests/conformance/kubectl/run.ts', [folder, ...(values.quiet ? ['--quiet'] : []), ...positionals]);
}
