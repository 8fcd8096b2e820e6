import type { Command } from '../../command.ts';
import { strings, text } from '../../arguments/flags.ts';
import { bool, texts } from '../../arguments/flags.ts';
import { fail } from '../../errors.ts';
import { changeTemplates, type Container, mapContainers, templateFlags } from './template.ts';

/** Source: kubectl cmd/set/set_env.go. */
export const setEnv: Command = {
  name: 'env',
  flags: [...templateFlags, text('containers', 'c', '*'), texts('env', 'e'), bool('overwrite', undefined, true), text('from'), text('prefix'), strings('keys'), bool('list'), bool('resolve')],
  *run(session, { args, flags }) {
    const isPair = (arg: string): boolean => arg.includes('=') || arg.endsWith('-');
    const pairs = [...args.filter(isPair), ...flags.list('env')];
    const resources = args.filter((arg) => !isPair(arg));
    if (resources.length === 0 && flags.list('filename').length === 0) fail('one or more resources must be specified as <resource> <name> or <resource>/<name>');
    if (pairs.length === 0) fail('at least one environment variable must be provided');
    const wanted = flags.text('containers');
    yield* changeTemplates(session, flags, resources, 'env updated', 'kubectl-set', (info) =>
      mapContainers(info.object, (container) => (wanted === '*' || wanted === container.name ? withEnv(container, pairs) : container)),
    );
  },
};

function withEnv(container: Container, pairs: readonly string[]): Container {
  let env = [...(container.env ?? [])];
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    const name = equals < 0 ? pair.slice(0, -1) : pair.slice(0, equals);
    const at = env.findIndex((one) => one.name === name);
    if (equals < 0) env = env.filter((one) => one.name !== name);
    else if (at < 0) env.push({ name, value: pair.slice(equals + 1) });
    else env[at] = { name, value: pair.slice(equals + 1) };
  }
  return { ...container, env };
}
