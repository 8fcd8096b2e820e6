import type { KubeObject } from '../../../apimachinery/meta.ts';
import { isStatusFailure } from '../../../apimachinery/status.ts';
import { bool, duration, fileFlags, text } from '../arguments/flags.ts';
import { builtIn } from '../arguments/mapping.ts';
import type { Command } from '../command.ts';
import { fail, failWith, KubectlError } from '../errors.ts';
import { placeOf } from '../session.ts';

/** One command in a container, without a terminal. Source: kubectl cmd/exec/exec.go. */
export const exec: Command = {
  name: 'exec',
  flags: [...fileFlags, text('container', 'c'), bool('stdin', 'i'), bool('tty', 't'), bool('quiet', 'q'), duration('pod-running-timeout', '1m0s')],
  *run(session, { args, dashed, flags }) {
    if (args.length === 0) fail('pod or type/name must be specified');
    const command = [...args.slice(1), ...(dashed ?? [])];
    if (command.length === 0) fail('you must specify at least one command for the container');
    const name = args[0].replace(/^pods?\//, '');
    const pod = yield* session.get(builtIn('', 'pods'), session.namespace, name);
    if (isStatusFailure(pod)) return failWith(pod);
    const { spec, status } = pod as KubeObject;
    if (status?.phase === 'Succeeded' || status?.phase === 'Failed') fail(`cannot exec into a container in a completed pod; current phase is ${status.phase}`);
    const names = (spec.containers as readonly { name: string }[]).map((one) => one.name);
    if (names.length > 1 && flags.text('container') === '' && !flags.bool('quiet')) session.err(`Defaulted container "${names[0]}" out of: ${names.join(', ')}\n`);
    const body = { container: flags.text('container') || names[0], command };
    const reply = yield* session.send<KubeObject>({ ...placeOf(builtIn('', 'pods'), session.namespace), verb: 'connect', name, subresource: 'exec', body });
    if (isStatusFailure(reply)) return failWith(reply);
    const { exitCode = 0, output = '' } = reply as unknown as { exitCode?: number; output?: string };
    if (output !== '') session.out(output.endsWith('\n') ? output : `${output}\n`);
    if (exitCode !== 0) throw new KubectlError(`command terminated with exit code ${exitCode}`, exitCode);
  },
};
