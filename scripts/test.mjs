// npm test: everything, from a fresh clone. Installs, checks types, lints, tests, builds and drives the built page in a browser.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureReady, root } from './setup.mjs';
import { ensureBuilt } from './fresh-build.mjs';
import { closingLine, runVitest } from './vitest-stage.mjs';

const stages = {
  typecheck: () => verdict(script('scripts/typecheck.mjs')),
  lint: () => verdict(script('node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0', '--cache', '--cache-location', 'node_modules/.cache/eslint/')),
  unit: () => runVitest('unit', 'vitest.config.ts'),
  build: () => verdict(built()),
  browser: () => runVitest('browser', 'tests/browser/vitest.config.ts'),
};

function script(path, ...args) {
  return spawnSync(process.execPath, [join(root, path), ...args], { cwd: root, stdio: 'inherit' }).status === 0;
}

function built() {
  try {
    ensureBuilt();
    return true;
  } catch (error) {
    console.error(`build: ${error.message}`);
    return false;
  }
}

function verdict(good) {
  return { passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0 };
}

function chosenStages() {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
  const unknown = (values.only ?? []).filter((name) => !Object.hasOwn(stages, name));
  if (unknown.length > 0) throw new Error(`--only ${unknown.join(', ')}: the stages are ${Object.keys(stages).join(', ')}`);
  return values.only ?? Object.keys(stages);
}

function run(names) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const lines = [];
  for (const name of names) {
    console.log(`\n── ${name}`);
    const startedAt = performance.now();
    const counts = stages[name]();
    for (const key of Object.keys(total)) total[key] += counts[key];
    lines.push(`${counts.failed === 0 ? 'ok    ' : 'FAILED'} ${name.padEnd(10)} ${((performance.now() - startedAt) / 1000).toFixed(1).padStart(7)} s   ${closingLine(counts)}`);
  }
  console.log(`\n${lines.join('\n')}\n\n${closingLine(total)}`);
  return total;
}

try {
  const names = chosenStages();
  ensureReady();
  process.exitCode = run(names).failed > 0 ? 1 : 0;
} catch (error) {
  console.error(`test: ${error.message}\nusage: npm test [-- --only STAGE]`);
  process.exitCode = 1;
}
