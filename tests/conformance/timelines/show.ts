// node scripts/run-ts.mjs tests/conformance/timelines/show.ts FILE: our run of a case, line by line.
import { readFileSync } from 'node:fs';
import type { TimelineCase } from './case.ts';
import { runInPhase } from './phases.ts';

const one = JSON.parse(readFileSync(process.argv[2], 'utf8')) as TimelineCase;
const run = runInPhase(one, process.argv[3] ?? 'timelines');
console.log(JSON.stringify([...run.leases]));
for (const { tMs, kind, name, what } of run.events) if (kind !== 'Lease') console.log(`${tMs} ${kind} ${name} | ${what}`);
