import { type Command, duration } from '../command.ts';

/** `advance 60s`: virtual time passes. */
export const advance: Command = {
  name: 'advance',
  run(world, [text]) {
    world.advance(duration(text));
    return '';
  },
};
