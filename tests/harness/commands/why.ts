import { isMessage, type MarkSpan } from '../../../src/simulation/engine/index.ts';
import type { Command } from '../command.ts';
import { aboutMatches } from './about.ts';

/** `why pods/default/web-*`: what the components said about an object, oldest first. */
export const why: Command = {
  name: 'why',
  run(world, [pattern]) {
    const { trace } = world.cluster.engine;
    const marks = trace.range(0, trace.next).filter((span): span is MarkSpan => !isMessage(span) && span.kind === 'why' && aboutMatches(pattern, span.about));
    return marks.map(lineOf).join('\n') || `nobody gave a reason about ${pattern}`;
  },
};

function lineOf({ method, about, params }: MarkSpan): string {
  const values = Object.entries(params).map(([name, value]) => `${name}=${String(value)}`);
  return [method, about, ...values].join(' ');
}
