import { defineConfig } from 'vitest/config';

/** Unit tests beside the code, and what crosses rooms under tests/. Browser tests and seed sweeps have configs of their own. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'tests/browser/**'],
    setupFiles: ['tests/harness/under-glass.ts'],
    pool: 'threads',
    maxWorkers: 2,
    // A guard against hanging, not a measure of speed: machines are busy.
    testTimeout: 180_000,
  },
});
