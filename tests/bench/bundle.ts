import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'fflate';
import type { Figure } from './table.ts';

/** Gzipped size of what the page loads before it is interactive: the entry with its static imports, and the worker. */
export function bundles(): Figure[] {
  const dist = join(process.cwd(), 'dist');
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  const first = [...html.matchAll(/(?:src|href)="\.?\/?([^"]+\.js)"/g)].map((match) => match[1]);
  const worker = readdirSync(join(dist, 'assets')).filter((name) => /^worker.*\.js$/.test(name));
  return [
    { name: 'first load: main-thread JavaScript', value: sizeKb(dist, first), unit: 'KB gzip', target: '≤ 300' },
    { name: 'first load: worker', value: sizeKb(join(dist, 'assets'), worker), unit: 'KB gzip', target: '≤ 300' },
  ];
}

function sizeKb(folder: string, files: readonly string[]): number {
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file)), { level: 9 }).length, 0) / 1000;
}
