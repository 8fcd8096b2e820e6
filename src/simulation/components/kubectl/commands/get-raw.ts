import type { Process } from '../../../engine/index.ts';
import { fail } from '../errors.ts';
import type { Session } from '../session.ts';

/** `kubectl get --raw PATH`. */
export function* getRaw(session: Session, path: string): Process<void> {
  void session;
  return fail(`--raw is not available here: ${path}`);
}
