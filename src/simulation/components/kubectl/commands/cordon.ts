import type { KubeObject } from '../../../apimachinery/meta.ts';
import { isStatusFailure } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import { dryRunFlag, selectorFlag } from '../arguments/flags.ts';
import { builtIn } from '../arguments/mapping.ts';
import type { Flags } from '../arguments/parse.ts';
import { type Info, readInfos, type Targets } from '../arguments/targets.ts';
import { dryRunOf, dryRunSuffix } from '../change.ts';
import type { Command, Invocation } from '../command.ts';
import { fail, failWith, failWithAll, usage } from '../errors.ts';
import { placeOf, type Session } from '../session.ts';

export const cordon: Command = { name: 'cordon', flags: [selectorFlag, dryRunFlag], run: (session, invocation) => mark(session, invocation, true) };
export const uncordon: Command = { name: 'uncordon', flags: [selectorFlag, dryRunFlag], run: (session, invocation) => mark(session, invocation, false) };

function* mark(session: Session, invocation: Invocation, unschedulable: boolean): Process<void> {
  for (const node of yield* nodesOf(session, invocation)) yield* cordonNode(session, invocation.flags, node.object, unschedulable);
}

/** The nodes that the arguments or a selector name; all must be there. */
export function* nodesOf(session: Session, { args, flags, path }: Invocation): Process<readonly Info[]> {
  const labelSelector = flags.text('selector');
  if (args.length === 0 && labelSelector === '') usage('USAGE: ' + `${path.replace('kubectl ', '')} NODE [flags]`, path);
  if (args.length > 0 && labelSelector !== '') fail('error: cannot specify both a node name and a --selector option');
  const mapping = builtIn('', 'nodes');
  const names = args.map((arg) => arg.replace(/^nodes?\//, ''));
  const targets = names.length > 0 ? names.map((name) => ({ mapping, namespace: '', name })) : [{ mapping, namespace: '', labelSelector }];
  const found: Targets = { targets, failures: [], single: names.length === 1 };
  const { infos, failures } = yield* readInfos(session, found);
  failWithAll(failures);
  return infos;
}

/** Source: kubectl pkg/drain/cordon.go and cmd/drain. */
export function* cordonNode(session: Session, flags: Flags, node: KubeObject, unschedulable: boolean): Process<void> {
  const name = node.metadata.name!;
  const word = unschedulable ? 'cordoned' : 'uncordoned';
  if (Boolean(node.spec?.unschedulable) === unschedulable) return session.line(`node/${name} already ${word}${dryRunSuffix(flags)}`);
  const dryRun = dryRunOf(flags);
  if (dryRun !== 'client') {
    const body = { spec: { unschedulable: unschedulable ? true : null } };
    const query = { fieldManager: 'kubectl-cordon', ...(dryRun === 'server' ? { dryRun: true } : {}) };
    const reply = yield* session.send({ ...placeOf(builtIn('', 'nodes'), ''), verb: 'patch', name, contentType: 'application/strategic-merge-patch+json', body, query });
    if (isStatusFailure(reply)) failWith(reply, `unable to ${unschedulable ? 'cordon' : 'uncordon'} node "${name}": `);
  }
  session.line(`node/${name} ${word}${dryRunSuffix(flags)}`);
}
