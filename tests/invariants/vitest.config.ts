import { defineConfig } from 'vitest/config';

/** The long runs: `*.sweep.ts`, many seeds each. `npm test` runs their short siblings, `*.test.ts`. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    environment: 'node',
    include: ['tests/**/*.sweep.ts'],
    setupFiles: ['tests/harness/under-glass.ts'],
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: 30 * 60_000,
  },
});
