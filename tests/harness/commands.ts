import type { Command } from './command.ts';
import { advance } from './commands/advance.ts';
import { faults } from './commands/faults.ts';
import { kubectl } from './commands/kubectl.ts';
import { settle } from './commands/settle.ts';
import { topology } from './commands/topology.ts';
import { trace } from './commands/trace.ts';
import { why } from './commands/why.ts';

/** Every word of the transcript language. */
export const commands: readonly Command[] = [topology, kubectl, advance, settle, ...faults, trace, why];
