import { isMessage, type Span } from '../../../src/simulation/engine/index.ts';
import { type Command, options } from '../command.ts';
import { aboutMatches, objectKeyOf } from './about.ts';

/**
 * `trace pods/default/web-*`: the causes of the newest change of an object, from the keystroke to the commit, one span a line.
 * `commit=first` takes the oldest change; `times` puts milliseconds since the keystroke in front.
 */
export const trace: Command = {
  name: 'trace',
  run(world, [pattern, ...args]) {
    const { trace: book } = world.cluster.engine;
    const spans = book.range(0, book.next);
    const commits = spans.filter((span) => !isMessage(span) && span.kind === 'commit' && aboutMatches(pattern, objectKeyOf(span.about)));
    const commit = options(args).get('commit') === 'first' ? commits[0] : commits.at(-1);
    if (!commit) return `nothing has changed ${pattern}`;
    const chain = book.chain(commit.id).reverse();
    const startUs = timeOf(chain[0]);
    return chain.map((span) => (args.includes('times') ? `${((timeOf(span) - startUs) / 1000).toFixed(1).padStart(9)} ms  ${lineOf(span)}` : lineOf(span))).join('\n');
  },
};

const timeOf = (span: Span): number => (isMessage(span) ? span.sentUs : span.atUs);
const short = (actor: string): string => actor.replace(/^control-plane\//, '');

function lineOf(span: Span): string {
  if (isMessage(span)) return `${short(span.from)} → ${short(span.to)}: ${span.method}${span.about ? ` ${objectKeyOf(span.about)}` : ''}`;
  if (span.kind === 'command') return `${span.actor}: ${span.method}`;
  return `${short(span.actor)}: ${span.kind} ${span.method}${span.about ? ` ${objectKeyOf(span.about)}` : ''}`;
}
