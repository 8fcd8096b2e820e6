import type { Bookmark } from '../../../protocol/index.ts';
import type { MarkSpan } from '../../engine/index.ts';

/** The reasons that are worth coming back to. */
const WORTHY: ReadonlySet<string> = new Set([
  'nodelifecycle.unknown',
  'nodelifecycle.ready',
  'tainteviction.evicted',
  'deployment.complete',
  'deployment.progress-deadline',
  'kube-scheduler.failed',
  'kubelet.back-off',
]);

/** A bookmark for a mark that deserves one: a command, a fault, or a worthy reason. */
export function bookmarkFor(mark: MarkSpan): Bookmark | undefined {
  const { atUs, method, about, params, kind } = mark;
  if (kind === 'commit' || (kind === 'why' && !WORTHY.has(method))) return undefined;
  return { atUs, key: kind === 'why' ? method : kind, about, params: kind === 'why' ? params : { ...params, what: method } };
}
