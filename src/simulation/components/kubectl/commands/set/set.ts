import type { Command } from '../../command.ts';
import { setEnv } from './env.ts';
import { setImage } from './image.ts';
import { setResources } from './resources.ts';

export const set: Command = { name: 'set', subcommands: [setImage, setEnv, setResources] };
