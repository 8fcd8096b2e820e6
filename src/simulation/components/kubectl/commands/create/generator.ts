import type { KubeObject } from '../../../../apimachinery/meta.ts';
import type { Process } from '../../../../engine/index.ts';
import { bool, changeFlags, type Flag, text, validateFlag } from '../../arguments/flags.ts';
import type { Mapping } from '../../arguments/mapping.ts';
import type { Command, Invocation } from '../../command.ts';
import { createObject, type CreateOptions } from '../../create-object.ts';
import { fail } from '../../errors.ts';
import type { Session } from '../../session.ts';

interface Generator {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly flags?: readonly Flag[];
  readonly mapping: Mapping;
  readonly options?: CreateOptions;
  make(session: Session, name: string, invocation: Invocation): KubeObject | Process<KubeObject>;
}

/** A subcommand of create that takes one name and flags. Source: kubectl cmd/create/create_<name>.go. */
export function generator({ name, aliases, flags = [], mapping, options, make }: Generator): Command {
  return {
    name, aliases,
    flags: [...changeFlags, validateFlag, text('field-manager'), bool('save-config'), ...flags],
    *run(session, invocation) {
      const made = make(session, nameOf(invocation), invocation);
      const object = isProcess(made) ? yield* made : made;
      const metadata = mapping.namespaced ? { ...object.metadata, namespace: session.namespace } : object.metadata;
      yield* createObject(session, invocation.flags, mapping, { ...object, metadata }, 'kubectl-create', options);
    },
  };
}

const isProcess = (made: KubeObject | Process<KubeObject>): made is Process<KubeObject> => typeof (made as Process<KubeObject>).next === 'function';

/** The one argument. */
function nameOf({ args, path }: Invocation): string {
  if (args.length !== 1) fail(`exactly one NAME is required, got ${args.length}\nSee '${path} -h' for help and examples`);
  return args[0];
}

/** Metadata as kubectl's own objects have it. */
export const named = (name: string, more: Partial<KubeObject['metadata']> = {}): KubeObject['metadata'] => ({ creationTimestamp: null as unknown as string, name, ...more });
