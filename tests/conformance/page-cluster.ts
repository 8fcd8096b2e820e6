import '../../src/simulation/cluster/with-kubectl.ts';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { workers } from '../../src/protocol/topology.ts';
import { Cluster } from '../../src/simulation/cluster/cluster.ts';
import { Client } from '../../src/simulation/client-go/index.ts';
import { type KubectlResult, type OutputStream, runKubectl } from '../../src/simulation/components/kubectl/index.ts';

const descriptions = JSON.parse(readFileSync('src/simulation/kinds/schema/generated/descriptions.json', 'utf8')) as Record<string, Record<string, string> | undefined>;
const SECOND = 1_000_000;
const COMMAND_US = 150_000;

/** A command that runs in virtual time. */
export interface Running {
  exitCode: number | undefined;
  /** Goes on until it is stopped: a watch. */
  readonly endless: boolean;
  readonly deadlineUs: number;
}

/** The world of a golden page: hollow nodes from node-0, no Node of the control plane, a fresh namespace. */
export class PageCluster {
  readonly cluster: Cluster;
  private readonly namespace: string;

  constructor(nodes: number, namespace: string) {
    this.namespace = namespace;
    this.cluster = Cluster.create({ seed: 'golden', topology: workers({ count: nodes, firstIndex: 0, hollow: true, controlPlaneNode: false }), freeze: true });
    this.advance(20 * SECOND);
    this.now(['create', 'namespace', namespace]);
    this.advance(5 * SECOND);
  }

  get nowUs(): number {
    return this.cluster.nowUs;
  }

  advance(us: number): void {
    this.cluster.runUntil(this.nowUs + us);
  }

  /** Starts a kubectl command line in a folder; `onOutput` hears what it prints. */
  start(argv: readonly string[], cwd: string, stdin: string | undefined, timeoutSeconds: number, onOutput: (stream: OutputStream, text: string) => void): Running {
    // A person and a process take their time: no two commands happen in the same instant.
    this.advance(COMMAND_US);
    const { kubectl, apiserver } = this.cluster.assembly;
    kubectl.start();
    const clientFor = (user: string): Client => new Client(kubectl, () => apiserver, { user, userAgent: 'kubectl', qps: -1 });
    const running: Running = { exitCode: undefined, endless: isWatch(argv), deadlineUs: timeoutSeconds > 0 ? this.nowUs + timeoutSeconds * SECOND : Infinity };
    const context = {
      client: clientFor('kubernetes-admin'), namespace: this.namespace, onOutput, clientFor,
      absolutePath: (path: string) => resolve(cwd, path), describeField: (struct: string, field: string) => descriptions[struct]?.[field],
      readFile: (path: string) => readText(resolve(cwd, path)), listFiles: (path: string) => listFolder(resolve(cwd, path)), writeFile: (path: string, text: string) => writeFileSync(resolve(cwd, path), text),
    };
    kubectl.spawn(runKubectl(context, argv, stdin), 0).onDone = (result) => (running.exitCode = (result as KubectlResult).exitCode);
    this.cluster.runUntil(this.nowUs);
    return running;
  }

  /** Runs a command to its end and answers what it printed. */
  now(argv: readonly string[]): { exitCode: number; output: string } {
    let output = '';
    const running = this.start(argv, '/', undefined, 0, (_stream, text) => (output += text));
    this.cluster.runUntil(this.nowUs + 600 * SECOND, Infinity, () => running.exitCode !== undefined);
    return { exitCode: running.exitCode ?? 124, output };
  }

  /** Until nothing but heartbeats was written for three seconds. */
  settle(): void {
    const startUs = this.nowUs;
    for (let quietUs = 0; quietUs < 3 * SECOND; ) {
      if (this.nowUs - startUs > 120 * SECOND) throw new Error('not settled after 120s');
      const { trace } = this.cluster.engine;
      const from = trace.next;
      this.advance(SECOND);
      const busy = trace.range(from, trace.next).some((span) => !('from' in span) && span.kind === 'commit' && !/^\/registry\/(leases|minions|events)\//.test(span.about));
      quietUs = busy ? 0 : quietUs + SECOND;
    }
  }

  fault(fault: string, target: string): void {
    this.cluster.execute({ type: 'fault', fault: fault as 'power-off', target }, ({ exitCode, stderr }) => {
      if (exitCode !== 0) throw new Error(stderr);
    });
  }
}

const isWatch = (argv: readonly string[]): boolean => argv[0] === 'get' && argv.some((word) => word === '-w' || word.startsWith('--watch'));

/** Bytes that are no UTF-8 become U+DC80…U+DCFF, one each. */
function readText(path: string): string | undefined {
  if (!existsSync(path) || statSync(path).isDirectory()) return undefined;
  const bytes = readFileSync(path);
  const text = bytes.toString('utf8');
  if (Buffer.from(text, 'utf8').equals(bytes)) return text;
  return [...bytes].map((byte) => String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte)).join('');
}

const listFolder = (path: string): readonly string[] | undefined => (existsSync(path) && statSync(path).isDirectory() ? readdirSync(path).sort() : undefined);
