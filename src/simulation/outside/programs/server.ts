import type { HttpAnswer, ProgramDescription, ProgramIo, ProgramMain, ProgramSpec } from '../../contracts/programs.ts';
import { Shell } from './shell/interpreter.ts';
import { baseName } from './shell/paths.ts';

/** A long-running server of an image. */
export interface ServerEntry {
  readonly repository: RegExp;
  readonly ports: readonly number[];
  readonly startUpUs: number;
  /** Exit code on SIGTERM and how long an orderly end takes. */
  readonly terminate: readonly [exitCode: number, afterUs: number];
  readonly memoryBytes: number;
  readonly cpuMillicores: number;
  readonly http?: (path: string, spec: ProgramSpec) => HttpAnswer;
}

const Mi = 1_048_576;
const ms = (value: number): number => value * 1000;
const page = (body: string) => (path: string): HttpAnswer => (path === '/' || path.startsWith('/index') ? { status: 200, body } : { status: 404, body: '404 Not Found' });
const always = (body: string) => (): HttpAnswer => ({ status: 200, body });

/** Servers by the last part of their repository's name, the particular before the general. */
export const servers: readonly ServerEntry[] = [
  { repository: /(^|\/)nginx(-slim|-unprivileged)?$/, ports: [80, 8080], startUpUs: ms(60), terminate: [0, ms(40)], memoryBytes: 4 * Mi, cpuMillicores: 1, http: page('<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n') },
  { repository: /(^|\/)httpd$/, ports: [80], startUpUs: ms(120), terminate: [0, ms(80)], memoryBytes: 8 * Mi, cpuMillicores: 1, http: page('<html><body><h1>It works!</h1></body></html>') },
  { repository: /(^|\/)redis$/, ports: [6379], startUpUs: ms(150), terminate: [0, ms(60)], memoryBytes: 8 * Mi, cpuMillicores: 2 },
  { repository: /(^|\/)memcached$/, ports: [11211], startUpUs: ms(50), terminate: [0, ms(10)], memoryBytes: 3 * Mi, cpuMillicores: 1 },
  { repository: /(^|\/)postgres(ql)?$/, ports: [5432], startUpUs: ms(2_500), terminate: [0, ms(400)], memoryBytes: 40 * Mi, cpuMillicores: 5 },
  { repository: /(^|\/)(mysql|mariadb)$/, ports: [3306], startUpUs: ms(7_500), terminate: [0, ms(1_200)], memoryBytes: 380 * Mi, cpuMillicores: 8 },
  { repository: /(^|\/)mongo$/, ports: [27017], startUpUs: ms(1_500), terminate: [0, ms(500)], memoryBytes: 120 * Mi, cpuMillicores: 8 },
  { repository: /(^|\/)wordpress$/, ports: [80], startUpUs: ms(1_000), terminate: [0, ms(100)], memoryBytes: 60 * Mi, cpuMillicores: 2, http: always('<title>WordPress</title>') },
  { repository: /hello-app$/, ports: [8080], startUpUs: ms(30), terminate: [2, 0], memoryBytes: 3 * Mi, cpuMillicores: 1, http: (_path, spec) => ({ status: 200, body: `Hello, world!\nVersion: 1.0.0\nHostname: ${spec.podName}` }) },
  { repository: /echoserver$/, ports: [8080], startUpUs: ms(100), terminate: [0, ms(20)], memoryBytes: 5 * Mi, cpuMillicores: 1, http: (_path, spec) => ({ status: 200, body: `Hostname: ${spec.podName}` }) },
  { repository: /hpa-example$/, ports: [80], startUpUs: ms(300), terminate: [0, ms(60)], memoryBytes: 12 * Mi, cpuMillicores: 1, http: always('OK!') },
  { repository: /agnhost$/, ports: [80, 8080, 9376], startUpUs: ms(30), terminate: [2, 0], memoryBytes: 6 * Mi, cpuMillicores: 1, http: (_path, spec) => ({ status: 200, body: spec.podName }) },
  { repository: /(^|\/)pause$/, ports: [], startUpUs: 0, terminate: [0, 0], memoryBytes: 300_000, cpuMillicores: 0 },
];

/** Whatever nobody listed: it runs, listens where it is asked and says 200. */
export const plainServer: ServerEntry = { repository: /./, ports: [], startUpUs: ms(200), terminate: [0, ms(50)], memoryBytes: 16 * Mi, cpuMillicores: 1, http: always('ok') };

/** Programs that a server's image brings along for its own health checks. */
const clients = new Map<string, string>([['redis-cli', 'PONG'], ['mysqladmin', 'mysqld is alive'], ['pg_isready', '/var/run/postgresql:5432 - accepting connections'], ['mongosh', '{ ok: 1 }'], ['mongo', '{ ok: 1 }'], ['rabbitmq-diagnostics', 'Ping succeeded'], ['nginx', 'nginx: configuration file /etc/nginx/nginx.conf test is successful']]);

/** Runs a command in a container of a server; what an unknown image has nobody knows, so everything succeeds there. */
function* execInServer(command: readonly string[], io: ProgramIo, known: boolean): ProgramMain {
  const answer = clients.get(baseName(command[0] ?? ''));
  if (answer !== undefined) {
    io.print(answer);
    return 0;
  }
  const code = yield* new Shell(io).command(command);
  return code === -1 && !known ? 0 : code;
}

export function describeServer(entry: ServerEntry, hollow: boolean): ProgramDescription {
  const [exitCode, afterUs] = entry.terminate;
  return {
    ports: entry.ports,
    // On a hollow node every probe succeeds.
    anyPort: hollow || entry === plainServer,
    startUpUs: hollow ? 0 : entry.startUpUs,
    onTerminate: hollow ? { exitCode: 0, afterUs: 0 } : { exitCode, afterUs },
    http: hollow ? plainServer.http : entry.http,
    exec: (command, io) => execInServer(command, io, entry !== plainServer),
    memoryBytes: entry.memoryBytes,
    cpuMillicores: entry.cpuMillicores,
  };
}
