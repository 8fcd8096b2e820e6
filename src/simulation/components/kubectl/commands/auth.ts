import type { KubeObject } from '../../../apimachinery/meta.ts';
import { isStatusFailure } from '../../../apimachinery/status.ts';
import { kindByName } from '../../../kinds/registry.ts';
import { bool, outputFlags, text } from '../arguments/flags.ts';
import type { Command } from '../command.ts';
import { fail, failWith, KubectlError } from '../errors.ts';
import { printerFor } from '../printers/printer.ts';
import { alignTabs, tableTabs } from '../tabwriter.ts';

/** Source: kubectl cmd/auth/cani.go. */
const canI: Command = {
  name: 'can-i',
  flags: [bool('all-namespaces', 'A'), bool('quiet', 'q'), bool('list'), bool('no-headers'), text('subresource')],
  *run(session, { args, flags }) {
    if (args.length < 2 || args.length > 3) fail('you must specify two arguments: verb resource or verb resource/resourceName.\nSee \'kubectl auth can-i -h\' for help and examples.');
    const [verb, what] = args;
    const namespace = flags.bool('all-namespaces') ? '' : session.namespace;
    const [type, subresource = flags.text('subresource')] = what.split('/');
    const kind = type === '*' ? undefined : kindByName(type);
    if (type !== '*' && !kind && !type.startsWith('/')) session.err(`Warning: the server doesn't have a resource type '${type}'\n\n`);
    const attributes = { namespace: kind?.namespaced === false ? '' : namespace, verb, group: kind?.group ?? (type === '*' ? '*' : ''), resource: kind?.resource ?? type, subresource, name: args[2] ?? '' };
    const spec = what.startsWith('/') ? { nonResourceAttributes: { path: what, verb } } : { resourceAttributes: attributes };
    const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', metadata: {}, spec };
    const reply = yield* session.send({ verb: 'create', group: 'authorization.k8s.io', version: 'v1', resource: 'selfsubjectaccessreviews', body });
    if (isStatusFailure(reply)) failWith(reply);
    const { allowed } = (reply as KubeObject).status as { allowed: boolean };
    if (!flags.bool('quiet')) session.line(allowed ? 'yes' : 'no');
    if (!allowed) throw new KubectlError('');
  },
};

/** Source: kubectl cmd/auth/whoami.go. */
const whoAmI: Command = {
  name: 'whoami',
  flags: outputFlags,
  *run(session, { flags }) {
    const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview', metadata: {} };
    const reply = yield* session.send({ verb: 'create', group: 'authentication.k8s.io', version: 'v1', resource: 'selfsubjectreviews', body });
    if (isStatusFailure(reply)) failWith(reply);
    const printer = printerFor(flags);
    if (printer) return session.out(printer(reply as KubeObject));
    const { username, groups = [] } = (reply as KubeObject).status.userInfo as { username: string; groups?: readonly string[] };
    const rows = [['ATTRIBUTE', 'VALUE'], ['Username', username], ...(groups.length > 0 ? [['Groups', `[${groups.join(' ')}]`]] : [])];
    session.line(alignTabs(rows.map((row) => row.join('\t')).join('\n'), tableTabs));
  },
};

export const auth: Command = { name: 'auth', subcommands: [canI, whoAmI] };
