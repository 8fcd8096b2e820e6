import type { Command } from '../../command.ts';
import { fail } from '../../errors.ts';
import { changeTemplates, mapContainers, templateFlags } from './template.ts';

/** Source: kubectl cmd/set/set_image.go. */
export const setImage: Command = {
  name: 'image',
  flags: templateFlags,
  *run(session, { args, flags }) {
    const first = args.findIndex((arg) => arg.includes('='));
    const resources = first < 0 ? args : args.slice(0, first);
    const images = new Map((first < 0 ? [] : args.slice(first)).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
    if (resources.length === 0 && flags.list('filename').length === 0) fail('one or more resources must be specified as <resource> <name> or <resource>/<name>');
    if (images.size === 0) fail('at least one image update is required');
    yield* changeTemplates(session, flags, resources, 'image updated', 'kubectl-set', (info) => {
      const found = new Set<string>();
      const changed = mapContainers(info.object, (container) => {
        const image = images.get(container.name) ?? images.get('*');
        if (images.has(container.name)) found.add(container.name);
        return image === undefined ? container : { ...container, image };
      });
      for (const name of images.keys()) if (name !== '*' && !found.has(name)) fail(`unable to find container named "${name}"`);
      return changed;
    });
  },
};
