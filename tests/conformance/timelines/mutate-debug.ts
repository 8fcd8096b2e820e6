import { join } from 'node:path';
import { loadCases, type TimelineCase } from './case.ts';
import { differences } from './compare.ts';
import { runInPhase } from './phases.ts';
const tally = new Map<string, [number, number]>();
const missed = new Map<string, number>();
for (const one of loadCases(join(process.cwd(), 'tests/conformance/golden/timelines'))) {
  if (/scale-3|five-of/.test(one.name)) continue;
  const run = runInPhase(one, 'timelines');
  const kinds = one.events.map((e, i) => [e, i] as const).filter(([e]) => e.kind !== 'Step' && e.kind !== 'Lease');
  const test = (name: string, events: TimelineCase['events'], label: string) => {
    const found = differences({ ...one, events }, run.events, run.leases).length > 0;
    const t = tally.get(name) ?? [0, 0]; t[0]++; if (found) t[1]++; tally.set(name, t);
    if (!found) missed.set(`${name}: ${label}`, (missed.get(`${name}: ${label}`) ?? 0) + 1);
  };
  const step = Math.max(1, Math.floor(kinds.length / 60));
  for (let k = 0; k < kinds.length; k += step) {
    const [e, i] = kinds[k];
    const label = `${e.kind} ${e.what.replace(/\d+/g, '#').replace(/\b(web|db|agent)-pod-#/g, 'P').slice(0, 60)}`;
    test(`drop ${e.kind}`, one.events.filter((_, j) => j !== i), label);
    const move = (by: number) => one.events.map((x, j) => (j === i ? { ...x, tMs: x.tMs + by } : x)).sort((a, b) => a.tMs - b.tMs);
    if (e.tMs + 6000 < one.durationMs) test(`late ${e.kind}`, move(6000), label);
    if (e.tMs > 6500) test(`early ${e.kind}`, move(-6000), label);
    test(`twice ${e.kind}`, [...one.events.slice(0, i + 1), e, ...one.events.slice(i + 1)], label);
  }
}
for (const [k, [n, f]] of [...tally].sort()) console.log(k, `${f}/${n}`);
console.log([...missed].sort((a, b) => b[1] - a[1]).slice(0, 60).map(([k, v]) => `${v} ${k}`).join('\n'));
