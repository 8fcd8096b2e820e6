import { text } from '../../arguments/flags.ts';
import type { Command } from '../../command.ts';
import { fail } from '../../errors.ts';
import { changeTemplates, mapContainers, templateFlags } from './template.ts';

/** Source: kubectl cmd/set/set_resources.go. */
export const setResources: Command = {
  name: 'resources',
  flags: [...templateFlags, text('containers', 'c', '*'), text('limits'), text('requests')],
  *run(session, { args, flags }) {
    const limits = quantities(flags.text('limits'));
    const requests = quantities(flags.text('requests'));
    if (!limits && !requests) fail('you must specify an update to requests or limits (in the form of --requests/--limits)');
    const wanted = flags.text('containers');
    yield* changeTemplates(session, flags, args, 'resource requirements updated', 'kubectl-set', (info) =>
      mapContainers(info.object, (container) => {
        if (wanted !== '*' && wanted !== container.name) return container;
        const old = (container.resources ?? {}) as { limits?: object; requests?: object };
        return { ...container, resources: { ...old, ...(limits ? { limits: { ...old.limits, ...limits } } : {}), ...(requests ? { requests: { ...old.requests, ...requests } } : {}) } };
      }),
    );
  },
};

export function quantities(list: string): Record<string, string> | undefined {
  if (list === '') return undefined;
  return Object.fromEntries(
    list.split(',').map((pair) => {
      const parts = pair.split('=');
      if (parts.length !== 2) fail(`Invalid argument syntax ${pair}, expected <resource>=<value>`);
      return [parts[0], parts[1]];
    }),
  );
}
