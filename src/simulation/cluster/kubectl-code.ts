import type { runKubectl, splitLine } from '../components/kubectl/index.ts';
import { invariant } from '../engine/index.ts';

/** The code of kubectl. It is a fifth of the simulation and not needed for the first picture, so a host may load it later. */
export interface KubectlCode {
  readonly runKubectl: typeof runKubectl;
  readonly splitLine: typeof splitLine;
}

const loaded: { code?: KubectlCode } = {};

/** Called once, by `with-kubectl.ts`. */
export function provideKubectl(code: KubectlCode): void {
  loaded.code = code;
}

/** A run depends on its commands, not on when code was loaded: a host waits for it before it hands a command over. */
export function kubectlCode(): KubectlCode {
  invariant(loaded.code, 'a kubectl command came before the code of kubectl: import cluster/with-kubectl.ts first');
  return loaded.code;
}
