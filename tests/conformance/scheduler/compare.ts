import { isDeepStrictEqual } from 'node:util';
import type { PluginScores } from '../../../src/simulation/components/kube-scheduler/index.ts';
import type { Recorded, SchedulerCase } from './case.ts';
import { decide, type Outcome } from './decide.ts';

/** Where our decision differs from the recorded one; nothing when it does not. */
export function differences(scheduled: SchedulerCase): string[] {
  const outcome = decide(scheduled);
  const { result } = scheduled;
  const found: string[] = [];
  const check = (what: string, ours: unknown, theirs: unknown): void => {
    if (!isDeepStrictEqual(ours, theirs)) found.push(`${what}: ours ${show(ours)}, recorded ${show(theirs)}`);
  };
  if (outcome.error !== '') found.push(`error: ${outcome.error}`);
  check('scheduled', !outcome.gated && (outcome.decision?.chosen ?? '') !== '', result.scheduled);
  check('reason', outcome.message === '' ? undefined : outcome.gated ? 'SchedulingGated' : 'Unschedulable', result.reason);
  check('message', outcome.message, result.message ?? '');
  if (outcome.decision !== undefined) checkDecision(outcome, result, check);
  checkPreemption(outcome, result, check);
  return found;
}

type Check = (what: string, ours: unknown, theirs: unknown) => void;

function checkDecision({ decision }: Outcome, result: Recorded, check: Check): void {
  const { nodes, verdicts, scores, totals, chosen, feasible } = decision!;
  const fitting = nodes.filter((_, i) => verdicts[i] === null);
  check('feasible', [...fitting].sort(), [...(result.feasible ?? [])].sort());
  const refused = Object.fromEntries(nodes.flatMap((node, i) => (verdicts[i] ? [[node, normalized(verdicts[i]!)]] : [])));
  const recorded = Object.fromEntries(Object.entries(result.rejected ?? {}).map(([node, refusal]) => [node, normalized({ ...refusal, reasons: refusal.reasons ?? [] })]));
  for (const node of new Set([...Object.keys(refused), ...Object.keys(recorded)])) {
    const [ours, theirs] = [refused[node], recorded[node]];
    // The recording names no plugin for nodes that PreFilter left out.
    check(`rejected ${node}`, ours && theirs?.plugin === '' ? { ...ours, plugin: '' } : ours, theirs);
  }
  if (result.preFilterMsg !== undefined) check('preFilterMsg', decision!.message, result.preFilterMsg);
  if (feasible === 0) return;
  check('chosen is a winner', result.winners?.includes(chosen), true);
  if (feasible === 1) return;
  check('winners', winners(nodes, totals), [...(result.winners ?? [])].sort());
  checkScores('raw', scores, nodes, ({ raw }) => raw, result.raw ?? {}, check);
  checkScores('score', scores, nodes, ({ weighted }) => weighted, result.scores ?? {}, check);
  check('total', byNode(nodes, totals), result.total);
}

function checkScores(what: string, scores: readonly PluginScores[], nodes: readonly string[], pick: (scores: PluginScores) => readonly (number | null)[], recorded: Recorded['raw'] & {}, check: Check): void {
  check(`${what} plugins`, scores.map(({ plugin }) => plugin).sort(), Object.keys(recorded).sort());
  for (const one of scores) if (recorded[one.plugin]) check(`${what} ${one.plugin}`, byNode(nodes, pick(one)), recorded[one.plugin]);
}

const byNode = (nodes: readonly string[], values: readonly (number | null)[]) =>
  // `+ 0` makes a negative zero an ordinary one: Go's integers know no other.
  Object.fromEntries(nodes.flatMap((node, i) => (values[i] === null ? [] : [[node, values[i]! + 0]])));

function winners(nodes: readonly string[], totals: readonly (number | null)[]): string[] {
  const best = Math.max(...totals.map((total) => total ?? -Infinity));
  return nodes.filter((_, i) => totals[i] === best).sort();
}

const normalized = ({ plugin, code, reasons }: { plugin: string; code: string; reasons: readonly string[] }) => ({ plugin, code, reasons: [...reasons].sort() });

function checkPreemption(outcome: Outcome, result: Recorded, check: Check): void {
  check('preempts', outcome.victims.length > 0, (result.preempted?.length ?? 0) > 0);
  if (!result.nominatedAny) return;
  check('nominated is one of the best', result.nominatedAny.includes(outcome.nominatedNode), true);
  const candidates = Object.fromEntries(outcome.candidates.map(({ node, victims, pdbViolations }) => [node.name, { victims: victims.map(({ key }) => key), numPDBViolations: pdbViolations }]));
  check('candidates', candidates, result.preemptionCandidates);
  if (outcome.nominatedNode === result.nominatedNode) check('victims', [...outcome.victims].sort(), [...(result.preempted ?? [])].sort());
}

const show = (value: unknown): string => JSON.stringify(value);
