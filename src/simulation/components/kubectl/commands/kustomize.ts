import { bool, text } from '../arguments/flags.ts';
import type { Command } from '../command.ts';
import { kustomize } from '../manifest/kustomize.ts';

/** Source: kubectl cmd/kustomize. */
export const kustomizeCommand: Command = {
  name: 'kustomize',
  flags: [text('output', 'o'), bool('enable-helm'), text('load-restrictor')],
  *run(session, { args }) {
    session.out(kustomize(session, args[0] ?? '.'));
  },
};
