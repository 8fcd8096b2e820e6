// Type-checks every room with its own tsconfig: a room sees only the globals that exist where it runs.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const rooms = ['src/simulation', 'src/protocol', 'src/lessons', 'src/hosts/worker', 'src/hosts/node', 'src/app', 'tests'];
const wanted = process.argv.slice(2);
const tsc = join('node_modules', 'typescript', 'bin', 'tsc');

function hasSources(room) {
  return existsSync(join(room, 'tsconfig.json')) && readdirSync(room, { recursive: true }).some((file) => /\.tsx?$/.test(String(file)));
}

let passed = 0;
const failed = [];
for (const room of wanted.length > 0 ? wanted : rooms.filter(hasSources)) {
  const startedAt = performance.now();
  const run = spawnSync(process.execPath, [tsc, '-p', room], { stdio: 'inherit' });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${run.status === 0 ? 'ok    ' : 'FAILED'} ${room}  ${seconds} s`);
  if (run.status === 0) passed += 1;
  else failed.push(room);
}
console.log(`typecheck: ${passed} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;
