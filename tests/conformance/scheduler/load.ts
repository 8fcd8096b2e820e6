import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SchedulerCase } from './case.ts';

/** The cases of a folder, by name. */
export function loadCases(folder: string): SchedulerCase[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json')).sort();
  return files.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as SchedulerCase);
}
