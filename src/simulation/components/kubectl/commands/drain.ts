import { controllerOf, type KubeObject } from '../../../apimachinery/meta.ts';
import { isStatusFailure } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import { bool, dryRunFlag, duration, int, selectorFlag, text } from '../arguments/flags.ts';
import { builtIn } from '../arguments/mapping.ts';
import type { Flags } from '../arguments/parse.ts';
import { dryRunSuffix } from '../change.ts';
import type { Command } from '../command.ts';
import { KubectlError, standardText } from '../errors.ts';
import type { Session } from '../session.ts';
import { cordonNode, nodesOf } from './cordon.ts';
import { evictAll } from './drain-evict.ts';

/** Source: kubectl cmd/drain and pkg/drain. */
export const drain: Command = {
  name: 'drain',
  flags: [
    selectorFlag, dryRunFlag, text('pod-selector'), bool('force'), bool('ignore-daemonsets'), bool('delete-emptydir-data'), bool('delete-local-data'), bool('disable-eviction'),
    int('grace-period', -1), duration('timeout'), int('skip-wait-for-delete-timeout'), int('chunk-size', 500),
  ],
  *run(session, invocation) {
    const nodes = yield* nodesOf(session, invocation);
    for (const node of nodes) yield* cordonNode(session, invocation.flags, node.object, true);
    const failed: string[] = [];
    for (const { name } of nodes) {
      const errors = yield* drainNode(session, invocation.flags, name);
      if (errors.length === 0) session.line(`node/${name} drained${dryRunSuffix(invocation.flags)}`);
      else {
        session.err(`error: unable to drain node "${name}" due to error: ${aggregate(errors)}, continuing command...\n`);
        failed.push(name, ...errors);
      }
    }
    if (failed.length > 0) throw new KubectlError(pendingText(nodes.map(({ name }) => name), failed));
  },
};

const aggregate = (errors: readonly string[]): string => (errors.length === 1 ? errors[0] : `[${errors.join(', ')}]`);

function pendingText(nodes: readonly string[], failed: readonly string[]): string {
  const pending = failed.filter((text) => nodes.includes(text));
  const errors = failed.filter((text) => !nodes.includes(text));
  return `There are pending nodes to be drained:\n${pending.map((name) => ` ${name}`).join('\n')}\n${errors.join('\n')}`;
}

type Verdict = { readonly evict: boolean; readonly warning?: string; readonly error?: string };

const DAEMON_ERROR = 'cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)';
const DAEMON_WARNING = 'ignoring DaemonSet-managed Pods';
const LOCAL_ERROR = 'cannot delete Pods with local storage (use --delete-emptydir-data to override)';
const UNMANAGED_ERROR = 'cannot delete Pods that declare no controller (use --force to override)';
const UNMANAGED_WARNING = 'deleting Pods that declare no controller';

function verdictOf(pod: KubeObject, flags: Flags): Verdict {
  if (pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined) return { evict: false };
  const owner = controllerOf(pod);
  const ended = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
  if (owner?.kind === 'DaemonSet' && !ended) return flags.bool('ignore-daemonsets') ? { evict: false, warning: DAEMON_WARNING } : { evict: false, error: DAEMON_ERROR };
  const local = ((pod.spec.volumes ?? []) as readonly { emptyDir?: object }[]).some((volume) => volume.emptyDir);
  const mayDropData = flags.bool('delete-emptydir-data') || flags.bool('delete-local-data');
  if (local && !mayDropData && !ended) return { evict: false, error: LOCAL_ERROR };
  if (!owner && !ended) return flags.bool('force') ? { evict: true, warning: UNMANAGED_WARNING } : { evict: false, error: UNMANAGED_ERROR };
  return { evict: true };
}

/** What could not be done, in words; empty when the node is drained. */
function* drainNode(session: Session, flags: Flags, node: string): Process<string[]> {
  const found = yield* session.list(builtIn('', 'pods'), '', { fieldSelector: `spec.nodeName=${node}`, labelSelector: flags.text('pod-selector') || undefined });
  if (isStatusFailure(found)) return [standardText(found)];
  const judged = (found as readonly KubeObject[]).map((pod) => ({ pod, verdict: verdictOf(pod, flags) }));
  const errors = grouped(judged.flatMap(({ pod, verdict }) => (verdict.error ? [[verdict.error, pod] as const] : [])));
  if (errors.length > 0) return errors;
  const warnings = grouped(judged.flatMap(({ pod, verdict }) => (verdict.warning ? [[verdict.warning, pod] as const] : [])));
  if (warnings.length > 0) session.warn(warnings.join('; '));
  const evicted = yield* evictAll(session, flags, judged.filter(({ verdict }) => verdict.evict).map(({ pod }) => pod));
  if (evicted.length > 0) yield* tellPending(session, flags, node, evicted);
  return evicted;
}

/** Says which pods are still there after an eviction failed. Source: kubectl cmd/drain, deleteOrEvictPodsSimple. */
function* tellPending(session: Session, flags: Flags, node: string, errors: readonly string[]): Process<void> {
  const found = yield* session.list(builtIn('', 'pods'), '', { fieldSelector: `spec.nodeName=${node}`, labelSelector: flags.text('pod-selector') || undefined });
  const pending = isStatusFailure(found) ? [] : (found as readonly KubeObject[]).filter((pod) => verdictOf(pod, flags).evict);
  if (pending.length === 0) return;
  session.err(`There are pending pods in node "${node}" when an error occurred: ${aggregate(errors)}\n`);
  for (const { metadata } of pending) session.err(`pod/${metadata.name}\n`);
}

function grouped(pairs: readonly (readonly [string, KubeObject])[]): string[] {
  const groups = new Map<string, string[]>();
  for (const [text, { metadata }] of pairs) groups.set(text, [...(groups.get(text) ?? []), `${metadata.namespace}/${metadata.name}`]);
  return [...groups].map(([text, pods]) => `${text}: ${pods.join(', ')}`);
}
