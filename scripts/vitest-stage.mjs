// Runs vitest with one of our configs and counts what it did.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

/**
 * A run that ends badly without naming a failed test (a file that does not load, a crash) counts as one failure.
 * @param {string} name of the stage
 * @param {string} config relative to the root
 * @param {string[]} [more] arguments for vitest
 * @returns {{ passed: number, failed: number, skipped: number }}
 */
export function runVitest(name, config, more = []) {
  const folder = join(root, 'node_modules', '.cache', 'kubeglass');
  const results = join(folder, `results-${name}.json`);
  mkdirSync(folder, { recursive: true });
  rmSync(results, { force: true });
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  const { status } = spawnSync(process.execPath, [vitest, 'run', '--config', config, ...reporters, ...more], { cwd: root, stdio: 'inherit' });
  const counts = existsSync(results) ? countsOf(JSON.parse(readFileSync(results, 'utf8'))) : { passed: 0, failed: 0, skipped: 0 };
  return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function countsOf(report) {
  return { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests + report.numTodoTests };
}

/** The closing line that every test command of this project ends with. */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
