import type { TimelineEvent } from './case.ts';

const AGREE_MS = 2_500;

/** Compares what kubectl printed on each stream, in order, and when it ended. */
export function compareKubectl(theirs: readonly TimelineEvent[], ours: readonly TimelineEvent[]): string[] {
  const found: string[] = [];
  for (const stream of ['stdout', 'stderr', 'exit']) {
    const [a, b] = [theirs, ours].map((events) => events.filter(({ kind, name }) => kind === 'Kubectl' && name === stream).map((event) => ({ ...event, what: masked(event.what) })));
    for (let i = 0; i < Math.max(a.length, b.length); i++) {
      if (a[i]?.what !== b[i]?.what) { found.push(`kubectl ${stream}, line ${i + 1}: recorded ${text(a[i])}, ours ${text(b[i])}`); break; }
      if (Math.abs(a[i].tMs - b[i].tMs) > AGREE_MS) { found.push(`kubectl ${stream}, line ${i + 1} (${a[i].what}): recorded at ${a[i].tMs}, ours at ${b[i].tMs}`); break; }
    }
  }
  return found;
}

const text = (event: TimelineEvent | undefined): string => (event ? `"${event.what}" at ${event.tMs}` : 'nothing');

const masked = (line: string): string => line.replace(/\b([a-z]+-pod)-\d+\b/g, '$1');
