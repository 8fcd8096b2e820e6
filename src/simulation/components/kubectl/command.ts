import type { Process } from '../../engine/index.ts';
import type { Flag } from './arguments/flags.ts';
import type { Flags } from './arguments/parse.ts';
import type { Session } from './session.ts';

/** What a verb is run with. */
export interface Invocation {
  readonly args: readonly string[];
  /** What stands behind `--`. */
  readonly dashed: readonly string[] | undefined;
  readonly flags: Flags;
  /** 'kubectl rollout undo', for hints. */
  readonly path: string;
}

/** A verb of kubectl: a name, its flags and what it does. Give up by throwing a KubectlError. */
export interface Command {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly flags?: readonly Flag[];
  readonly subcommands?: readonly Command[];
  /** Absent: only its subcommands do something. */
  run?(session: Session, invocation: Invocation): Process<void>;
}
