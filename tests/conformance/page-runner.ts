import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Normaliser, parsePage } from './golden/golden.mjs';
import { PageCluster, type Running } from './page-cluster.ts';

const NAMESPACE = 'page';

/** Every golden page, such as `basics/discovery.txt`, sorted. `folder` is tests/conformance. */
export function pageNames(folder: string): string[] {
  return readdirSync(join(folder, 'golden/pages'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.txt')).sort();
}

export const pageText = (folder: string, name: string): string => readFileSync(join(folder, 'golden/pages', name), 'utf8');

export interface StepResult {
  readonly line: number;
  readonly step: string;
  readonly want: string;
  readonly got: string;
}

interface Waiting {
  readonly socket: Socket;
  readonly running: Running;
}

/** Runs golden pages under bash, with a kubectl on the PATH that is ours and acts on a simulated cluster. */
export class PageRunner {
  private readonly home = mkdtempSync(join(tmpdir(), 'kubeglass-pages-'));
  private readonly work = join(this.home, 'work');
  private readonly server: Server;
  private readonly waiting = new Set<Waiting>();
  private cluster: PageCluster | undefined;
  private pumping = false;
  private patient = false;


  /** `folder` is tests/conformance. */
  constructor(folder: string) {
    const shim = join(folder, 'shim.mjs');
    const bin = join(this.home, 'bin');
    mkdirSync(bin);
    const put = (name: string, text: string): void => {
      writeFileSync(join(bin, name), `#!/bin/bash\n${text}\n`);
      chmodSync(join(bin, name), 0o755);
    };
    put('kubectl', `exec "${process.execPath}" "${shim}" kubectl "$@"`);
    put('sleep', `exec "${process.execPath}" "${shim}" sleep "$@"`);
    put('timeout', 'export KUBEGLASS_TIMEOUT=$1; shift; exec "$@"');
    this.server = createServer((socket) => this.accept(socket)).listen(join(this.home, 'socket'));
  }

  close(): void {
    this.server.close();
    rmSync(this.home, { recursive: true, force: true });
  }

  async page(text: string): Promise<StepResult[]> {
    const page = parsePage(text);
    const normaliser = new Normaliser(page);
    rmSync(this.work, { recursive: true, force: true });
    mkdirSync(this.work);
    this.cluster = new PageCluster(page.nodes as number, NAMESPACE);
    const results: StepResult[] = [];
    for (const item of page.items as { kind: string; line: number; text: string; command: string; answer: string; sort?: boolean }[]) {
      if (item.kind === 'directive') results.push(...this.directive(item.text, item.line));
      if (item.kind !== 'step') continue;
      const { output, code } = await this.bash(item.command);
      const answer = normaliser.apply(output, item.sort) as string;
      results.push({ line: item.line, step: item.command, want: item.answer, got: answer + (code ? `${answer ? '\n' : ''}[exit ${code}]` : '') });
    }
    return results;
  }

  /** Empty when it went well. */
  private directive(text: string, line: number): StepResult[] {
    const [word, ...args] = text.split(/\s+/);
    try {
      this.perform(word, args);
      return [];
    } catch (error) {
      return [{ line, step: `@ ${text}`, want: '', got: (error as Error).message }];
    }
  }

  private perform(word: string, args: readonly string[]): void {
    const cluster = this.cluster!;
    if (word === 'settle') return cluster.settle();
    if (word === 'sleep' || word === 'advance') return cluster.advance(microseconds(args[0]));
    if (word !== 'wait') return cluster.fault(word, args[0]);
    const { exitCode, output } = cluster.now(['wait', ...args]);
    if (exitCode !== 0) throw new Error(output.trim());
  }

  private bash(command: string): Promise<{ output: string; code: number }> {
    this.patient = /&\s/.test(command);
    const env = { PATH: `${join(this.home, 'bin')}:${process.env.PATH}`, HOME: this.home, TZ: 'UTC', LC_ALL: 'C', TMPDIR: this.home, KUBEGLASS_SOCKET: join(this.home, 'socket') };
    return new Promise((done) => {
      const child = spawn('bash', ['-c', `exec 2>&1\n${command}`], { env, cwd: this.work, stdio: ['ignore', 'pipe', 'inherit'] });
      let output = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
      child.on('close', (code) => done({ output, code: code ?? 137 }));
    });
  }

  private accept(socket: Socket): void {
    let text = '';
    socket.on('error', () => {});
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.endsWith('\n')) this.request(socket, JSON.parse(text) as Request);
    });
  }

  private request(socket: Socket, { name, argv, cwd, stdin, timeoutSeconds }: Request): void {
    const say = (message: object): boolean => socket.writable && socket.write(`${JSON.stringify(message)}\n`);
    if (name === 'sleep') this.waiting.add({ socket, running: { exitCode: undefined, endless: false, deadlineUs: this.cluster!.nowUs + microseconds(argv[0]) } });
    else this.waiting.add({ socket, running: this.cluster!.start(argv, cwd, stdin, timeoutSeconds, (stream, output) => void say({ stream, text: output })) });
    if (!this.pumping) this.pump().catch((error: unknown) => this.crash(error));
  }

  /** Lets virtual time pass for as long as somebody waits for it; slowly while only watches wait, since others may come. */
  private async pump(): Promise<void> {
    this.pumping = true;
    while (this.waiting.size > 0) {
      const calm = this.patient || [...this.waiting].every(({ running }) => running.endless);
      if (calm) await new Promise((go) => setTimeout(go, 20));
      const stepUs = calm ? 20_000 : 1_000_000;
      this.cluster!.cluster.runUntil(this.cluster!.nowUs + stepUs, Infinity, () => this.anyDone());
      this.finish();
      await new Promise((go) => setImmediate(go));
    }
    this.pumping = false;
  }

  /** The simulation broke: whoever waits is told, and the page goes on to fail. */
  private crash(error: unknown): void {
    this.pumping = false;
    for (const { socket } of this.waiting) socket.end(`${JSON.stringify({ stream: 'stderr', text: `${String((error as Error).stack)}\n` })}\n${JSON.stringify({ exit: 70 })}\n`);
    this.waiting.clear();
  }

  private anyDone(): boolean {
    for (const { running } of this.waiting) if (running.exitCode !== undefined || this.cluster!.nowUs >= running.deadlineUs) return true;
    return false;
  }

  private finish(): void {
    for (const one of this.waiting) {
      const { running, socket } = one;
      const late = this.cluster!.nowUs >= running.deadlineUs;
      if (running.exitCode === undefined && !late && !socket.destroyed) continue;
      this.waiting.delete(one);
      if (!socket.destroyed) socket.end(`${JSON.stringify({ exit: running.exitCode ?? (Number.isFinite(running.deadlineUs) && running.endless ? 124 : 0) })}\n`);
    }
  }
}

interface Request {
  readonly name: string;
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly stdin?: string;
  readonly timeoutSeconds: number;
}

function microseconds(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text);
  if (!match) throw new Error(`bad duration ${text}`);
  return Math.round(Number(match[1]) * { ms: 1e3, s: 1e6, m: 60e6, h: 3600e6 }[(match[2] ?? 's') as 's']);
}
