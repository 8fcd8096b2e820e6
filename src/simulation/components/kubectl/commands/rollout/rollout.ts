import type { Command } from '../../command.ts';
import { history } from './history.ts';
import { pause, resume } from './pause.ts';
import { restart } from './restart.ts';
import { status } from './status.ts';
import { undo } from './undo.ts';

export const rollout: Command = { name: 'rollout', subcommands: [history, pause, restart, resume, status, undo] };
