import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kubeconfigFor } from '../../../src/hosts/node/kubeconfig.ts';
import { parseServeOptions } from '../../../src/hosts/node/options.ts';
import { type RunningServer, startServer } from '../../../src/hosts/node/server.ts';
import { Normaliser, parsePage } from '../golden/golden.mjs';
import type { StepResult } from '../page-runner.ts';

const NAMESPACE = 'page';
const STEP_TIMEOUT_MS = 120_000;
/** Virtual seconds per second: pages that wait in real time wait less, and a command still finds the cluster in peace. */
const SPEED = 5;

interface Item {
  readonly kind: string;
  readonly line: number;
  readonly text: string;
  readonly command: string;
  readonly answer: string;
  readonly sort?: boolean;
}

/** Runs golden pages under bash with the real kubectl of the PATH, each in a cluster of its own behind HTTP. */
export class KubectlRunner {
  private readonly home = mkdtempSync(join(tmpdir(), 'kubeglass-kubectl-'));
  private readonly work = join(this.home, 'work');
  private readonly server: RunningServer;

  private constructor(server: RunningServer) {
    this.server = server;
    const namespaced = kubeconfigFor(server.url).replace('    user: kubernetes-admin\n', `    user: kubernetes-admin\n    namespace: ${NAMESPACE}\n`);
    writeFileSync(join(this.home, 'config'), namespaced, { mode: 0o600 });
  }

  static async create(): Promise<KubectlRunner> {
    const options = parseServeOptions(['--headless', '--port', '0', '--speed', String(SPEED)])!;
    return new KubectlRunner(await startServer(options, { onCrash: (error) => console.error(error) }));
  }

  async close(): Promise<void> {
    await this.server.close();
    rmSync(this.home, { recursive: true, force: true });
  }

  async page(text: string): Promise<StepResult[]> {
    const page = parsePage(text);
    const normaliser = new Normaliser(page);
    for (const folder of [this.work, join(this.home, '.kube')]) rmSync(folder, { recursive: true, force: true });
    mkdirSync(this.work);
    await this.begin(page.nodes as number);
    const results: StepResult[] = [];
    for (const item of page.items as Item[]) {
      if (item.kind === 'directive') results.push(...(await this.directive(item.text, item.line)));
      if (item.kind !== 'step') continue;
      // What counts seconds itself has to see the cluster in its own time.
      const timed = /\b(sleep|timeout) [\d.]/.test(item.command);
      if (timed) await this.control('clock', { speed: 1 });
      const { output, code } = await this.bash(item.command);
      if (timed) await this.control('clock', { speed: SPEED });
      const answer = normaliser.apply(output, item.sort) as string;
      results.push({ line: item.line, step: item.command, want: item.answer, got: answer + (code ? `${answer ? '\n' : ''}[exit ${code}]` : '') });
    }
    return results;
  }

  private async begin(nodes: number): Promise<void> {
    await this.control('start', { nodes, seed: 'golden' });
    await this.bash(`kubectl create namespace ${NAMESPACE}`);
    await this.control('clock', { advanceMs: 5_000 });
  }

  /** Empty when it went well. */
  private async directive(text: string, line: number): Promise<StepResult[]> {
    const [word, ...args] = text.split(/\s+/);
    try {
      await this.perform(word, args);
      return [];
    } catch (error) {
      return [{ line, step: `@ ${text}`, want: '', got: (error as Error).message }];
    }
  }

  private async perform(word: string, args: readonly string[]): Promise<void> {
    if (word === 'settle') return await this.settle();
    if (word === 'sleep' || word === 'advance') return void (await this.control('clock', { advanceMs: milliseconds(args[0]) }));
    if (word !== 'wait') return void (await this.control('faults', { type: word, target: args[0] }));
    const { output, code } = await this.bash(`kubectl wait ${args.join(' ')}`);
    if (code !== 0) throw new Error(output.trim());
  }

  /** Until nothing but heartbeats was written for three seconds. */
  private async settle(): Promise<void> {
    for (let i = 0; i < 120; i++) {
      await this.control('clock', { advanceMs: 1_000 });
      const state = (await (await fetch(`${this.server.url}/kubeglass/v1/state`)).json()) as { virtualTimeMs: number; lastChangeMs: number };
      if (state.virtualTimeMs - state.lastChangeMs >= 3_000) return;
    }
    throw new Error('not settled after 120s');
  }

  private async control(path: string, body: object): Promise<unknown> {
    const response = await fetch(`${this.server.url}/kubeglass/v1/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    const answer = (await response.json()) as { error?: string };
    if (!response.ok) throw new Error(answer.error);
    return answer;
  }

  private bash(command: string): Promise<{ output: string; code: number }> {
    const env = { PATH: process.env.PATH, HOME: this.home, KUBECONFIG: join(this.home, 'config'), TZ: 'UTC', LC_ALL: 'C', TMPDIR: this.home };
    return new Promise((done) => {
      const child = spawn('bash', ['-c', `exec 2>&1\n${command}`], { env, cwd: this.work, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
      let output = '';
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        process.kill(-child.pid!, 'SIGKILL');
      }, STEP_TIMEOUT_MS);
      child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
      child.on('close', (code) => {
        clearTimeout(timer);
        done({ output: late ? `${output}\n[no end after ${STEP_TIMEOUT_MS / 1000}s]` : output, code: code ?? 137 });
      });
    });
  }
}

function milliseconds(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text);
  if (!match) throw new Error(`bad duration ${text}`);
  return Number(match[1]) * { ms: 1, s: 1e3, m: 60e3, h: 3600e3 }[(match[2] ?? 's') as 's'];
}
