import { ensureBuilt } from '../../scripts/fresh-build.mjs';

/** Vitest's globalSetup: the tests look at the production build, and it must be of the present sources. */
export default function setup(): void {
  ensureBuilt();
}
