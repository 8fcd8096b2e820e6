import type { ProgramDescription, ProgramSpec } from '../../contracts/programs.ts';
import { hollowProgram } from './hollow.ts';
import { describeServer, plainServer, type ServerEntry, servers } from './server.ts';
import { builtins } from './shell/builtins.ts';
import { baseName } from './shell/paths.ts';
import { commandTask, helloWorld, idleShell, missingCommand, pi, printingTask, scriptTask, stressTask } from './tasks.ts';

const described = new Map<string, ProgramDescription>();
const MAX_DESCRIBED = 2_000;

/** Finds what a container of an image and a command does. Equal containers share one description. */
export function runProgram(spec: ProgramSpec): ProgramDescription {
  const pretended = spec.hollow ? hollowProgram(spec) : undefined;
  if (pretended) return pretended;
  const key = [spec.hollow ? 'hollow' : 'real', spec.image, String(spec.command.length), ...spec.command, ...spec.args].join('\n');
  let description = described.get(key);
  if (!description) {
    if (described.size >= MAX_DESCRIBED) described.clear();
    described.set(key, (description = find(spec)));
  }
  return description;
}

const shellImages = /(^|\/)(busybox|alpine|bash|ubuntu|debian|centos|fedora|jessie-dnsutils|curl|netshoot)$/;
const stressImages = /(^|\/)stress(-ng)?$/;
/** Commands that run a server, whatever stands around them in a script. */
const serverCommand = /(^|[\s;&|/])(nginx|httpd|httpd-foreground|apache2-foreground|redis-server|memcached|mysqld|postgres|mongod|node|python3?|java|php-fpm|docker-entrypoint\.sh|agnhost|gunicorn|uvicorn)(\s|$)/;

function find({ image, command, args, hollow }: ProgramSpec): ProgramDescription {
  const repository = repositoryOf(image);
  const words = [...command, ...args];
  if (stressImages.test(repository)) return stress(words);
  if (shellImages.test(repository)) return words.length === 0 ? idleShell(hollow) : run(words, hollow) ?? missingCommand(words[0], hollow);
  if (/(^|\/)hello-world$/.test(repository)) return printingTask(helloWorld, 20_000, hollow);
  if (baseName(command[0] ?? '') === 'perl') return printingTask(pi, 4_600_000, hollow);
  const entry = servers.find((candidate) => candidate.repository.test(repository)) ?? plainServer;
  return server(entry, words, command, hollow);
}

function server(entry: ServerEntry, words: readonly string[], command: readonly string[], hollow: boolean): ProgramDescription {
  const plain = describeServer(entry, hollow);
  if (command.length === 0 || serverCommand.test(words.join(' '))) return plain;
  const task = run(words, hollow);
  if (task) return task;
  // Nobody knows what an image that is not in the catalogue has in it.
  return entry === plainServer ? plain : missingCommand(command[0], hollow);
}

/** A shell's script or a command of a small image, or undefined. */
function run(words: readonly string[], hollow: boolean): ProgramDescription | undefined {
  const name = baseName(words[0]);
  if (name === 'sh' || name === 'bash' || name === 'ash') {
    const at = words.findIndex((word, i) => i > 0 && /^-[a-z]*c$/.test(word));
    return at < 0 ? idleShell(hollow) : scriptTask(words[at + 1] ?? '', words.slice(at + 2), hollow);
  }
  return builtins.has(name) ? commandTask(words, hollow) : undefined;
}

const Mi = 1_048_576;

/** `stress --vm 1 --vm-bytes 250M` and `stress -mem-total 100Mi -cpus 2`. */
function stress(words: readonly string[]): ProgramDescription {
  const after = (...options: string[]): string | undefined => words[words.findIndex((word) => options.includes(word)) + 1];
  const has = (option: string): boolean => words.includes(option);
  const memory = has('--vm-bytes') ? after('--vm-bytes') : has('-mem-total') ? after('-mem-total') : undefined;
  const workers = has('--vm') ? Number(after('--vm')) : 1;
  const cpus = has('--cpu') ? Number(after('--cpu')) : has('-cpus') ? Number(after('-cpus')) : 0;
  return stressTask((cpus > 0 ? cpus : workers) * 1000, (memory === undefined ? 2 * Mi : bytesOf(memory)) * workers);
}

function bytesOf(text: string): number {
  const match = /^(\d+)\s*([KMG]?)i?B?$/i.exec(text);
  if (!match) return 0;
  return Number(match[1]) * { '': 1, K: 1024, M: Mi, G: 1024 * Mi }[match[2].toUpperCase()]!;
}

/** `docker.io/library/nginx:1.25` → `docker.io/library/nginx`. */
export function repositoryOf(image: string): string {
  const name = image.split('@')[0];
  const colon = name.lastIndexOf(':');
  return colon > name.lastIndexOf('/') ? name.slice(0, colon) : name;
}
