import type { ApplyCommand, CommandResult, FaultCommand, SimulationCommand } from '../../protocol/commands.ts';
import { Client } from '../client-go/index.ts';
import type { Process } from '../engine/index.ts';
import type { Cluster, ResultListener } from './cluster.ts';
import { applyFault, FaultRefused } from './faults.ts';
import { kubectlCode } from './kubectl-code.ts';

/** Carries one command out. Its span is the keystroke to which everything that follows is traced back. */
export function perform(cluster: Cluster, command: SimulationCommand, onResult: ResultListener): void {
  if (command.type === 'api') return cluster.calls.place(command);
  if (command.type === 'hang-up') return cluster.calls.hangUp(command.call);
  const { engine } = cluster;
  const outer = engine.span;
  const kind = command.type === 'fault' ? 'fault' : 'command';
  engine.span = engine.trace.mark(0, kind, 'users/you', nameOf(command), aboutOf(command), engine.nowUs).id;
  if (command.type === 'fault') onResult(performFault(cluster, () => applyFault(cluster, command)));
  else spawnKubectl(cluster, command, onResult);
  engine.span = outer;
}

function performFault(cluster: Cluster, action: () => void): CommandResult {
  try {
    action();
    cluster.onFault?.();
    return { exitCode: 0, stdout: '', stderr: '', problems: [] };
  } catch (error) {
    if (!(error instanceof FaultRefused)) throw error;
    return { exitCode: 1, stdout: '', stderr: error.message, problems: [] };
  }
}

type KubectlLike = Exclude<SimulationCommand, { type: 'fault' | 'api' | 'hang-up' }>;
type Visible = KubectlLike | FaultCommand;

function spawnKubectl(cluster: Cluster, command: KubectlLike, onResult: ResultListener): void {
  const { kubectl, apiserver } = cluster.assembly;
  kubectl.start();
  const { argv, stdin } = argumentsOf(command);
  const client = new Client(kubectl, () => apiserver, { user: 'kubernetes-admin', userAgent: 'kubectl', qps: 50, burst: 300 });
  kubectl.spawn(run(client, argv, stdin, onResult));
}

function* run(client: Client, argv: readonly string[], stdin: string | undefined, onResult: ResultListener): Process<void> {
  onResult(yield* kubectlCode().runKubectl({ client }, argv, stdin));
}

function argumentsOf(command: KubectlLike): { argv: readonly string[]; stdin: string | undefined } {
  if (command.type === 'kubectl') {
    const words = kubectlCode().splitLine(command.line);
    return { argv: words[0] === 'kubectl' ? words.slice(1) : words, stdin: command.stdin };
  }
  const namespace = command.namespace ? ['-n', command.namespace] : [];
  if (command.type === 'apply') return { argv: ['apply', '-f', '-', ...namespace, ...dryRun(command)], stdin: command.manifest };
  return { argv: ['delete', '-f', '-', '--wait=false', ...namespace], stdin: command.manifest };
}

const dryRun = (command: ApplyCommand): string[] => (command.dryRun ? [`--dry-run=${command.dryRun}`] : []);

function nameOf(command: Visible): string {
  if (command.type === 'fault') return command.fault;
  if (command.type === 'apply') return 'kubectl apply -f -';
  if (command.type === 'delete-manifest') return 'kubectl delete -f -';
  return command.line.startsWith('kubectl') ? command.line : `kubectl ${command.line}`;
}

function aboutOf(command: Visible): string {
  if (command.type !== 'fault') return '';
  return typeof command.target === 'string' ? command.target : command.target.join(',');
}
