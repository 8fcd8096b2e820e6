import { defaultTopology, MAX_NODES, type LoggedCommand, type NodeSpec, type SessionFile, type SimulationCommand, type Timings, type Topology } from '../../protocol/index.ts';
import { checked, choice, fieldsOf, flag, list, optional, refuse, text, texts, whole, type Checked } from './guards.ts';

/** A virtual year: nobody waits longer, and it keeps sums of microseconds exact. */
const MAX_US = 365 * 24 * 3_600 * 1_000_000;
const MAX_COMMANDS = 100_000;
const MAX_MANIFEST = 5_000_000;
/** How far a new session has run when it is first seen: its nodes are Ready by then. */
const SETTLED_US = 30_000_000;

const faults = ['power-off', 'power-on', 'freeze', 'thaw', 'crash', 'restart', 'stop', 'start', 'cut', 'heal', 'slow', 'crash-container'] as const;

/** A session nobody has touched yet. */
export function freshSession(seed: string, topology: Topology = defaultTopology): SessionFile {
  return { version: 1, seed, topology, commands: [], playheadUs: SETTLED_US };
}

/** Takes nothing on trust: saved sessions and share links may come from anywhere. Names the first field that is wrong. */
export function parseSessionFile(value: unknown): Checked<SessionFile> {
  return checked(() => sessionFile(value, 'session'));
}

function sessionFile(value: unknown, field: string): SessionFile {
  const fields = fieldsOf(value, field);
  if (fields['version'] !== 1) refuse(`${field}.version`, 'version', '1');
  const seed = text(fields['seed'], `${field}.seed`);
  const cluster = topology(fields['topology'], `${field}.topology`);
  const commands = list(fields['commands'], `${field}.commands`, MAX_COMMANDS, loggedCommand);
  const late = commands.findIndex((entry, index) => index > 0 && entry.atUs < commands[index - 1]!.atUs);
  if (late >= 0) refuse(`${field}.commands[${late}].atUs`, 'order');
  return {
    version: 1,
    seed,
    topology: cluster,
    commands,
    playheadUs: whole(fields['playheadUs'], `${field}.playheadUs`, 0, MAX_US),
  };
}

function topology(value: unknown, field: string): Topology {
  const fields = fieldsOf(value, field);
  const control = fieldsOf(fields['controlPlane'], `${field}.controlPlane`);
  const nodes = list(fields['nodes'], `${field}.nodes`, MAX_NODES, node);
  const controlName = machineName(control['name'], `${field}.controlPlane.name`);
  const seen = new Set([controlName]);
  for (const [index, { name }] of nodes.entries()) {
    if (seen.has(name)) refuse(`${field}.nodes[${index}].name`, 'twice');
    seen.add(name);
  }
  return {
    name: text(fields['name'], `${field}.name`),
    region: text(fields['region'], `${field}.region`),
    controlPlane: { name: controlName, zone: text(control['zone'], `${field}.controlPlane.zone`), node: flag(control['node'], `${field}.controlPlane.node`) },
    nodes,
    ...optional(fields, 'hollow', field, flag),
    ...optional(fields, 'timings', field, timings),
  };
}

function machineName(value: unknown, field: string): string {
  const name = text(value, field, 253);
  if (!/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name)) refuse(field, 'choice', 'RFC 1123: a-z, 0-9, "-", "."');
  return name;
}

function node(value: unknown, field: string): NodeSpec {
  const fields = fieldsOf(value, field);
  return {
    name: machineName(fields['name'], `${field}.name`),
    zone: text(fields['zone'], `${field}.zone`),
    cpu: quantity(fields['cpu'], `${field}.cpu`),
    memory: quantity(fields['memory'], `${field}.memory`),
    ...optional(fields, 'pods', field, (count, at) => whole(count, at, 0, 10_000)),
    ...optional(fields, 'labels', field, texts),
    ...optional(fields, 'taints', field, (taints, at) => list(taints, at, 100, taint)),
  };
}

function quantity(value: unknown, field: string): string {
  const written = text(value, field, 32);
  if (!/^\d+(\.\d+)?(m|k|Ki|M|Mi|G|Gi|T|Ti|P|Pi|E|Ei)?$/.test(written)) refuse(field, 'choice', '4, 500m, 8Gi');
  return written;
}

function taint(value: unknown, field: string): NonNullable<NodeSpec['taints']>[number] {
  const fields = fieldsOf(value, field);
  return {
    key: text(fields['key'], `${field}.key`),
    ...optional(fields, 'value', field, (entry, at) => text(entry, at)),
    effect: choice(fields['effect'], `${field}.effect`, ['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
  };
}

function timings(value: unknown, field: string): Timings {
  const fields = fieldsOf(value, field);
  const ms = (entry: unknown, at: string): number => whole(entry, at, 1, 86_400_000);
  return {
    ...optional(fields, 'nodeMonitorGracePeriodMs', field, ms),
    ...optional(fields, 'nodeMonitorPeriodMs', field, ms),
    ...optional(fields, 'podEvictionTolerationSeconds', field, (entry, at) => whole(entry, at, 0, 31_536_000)),
  };
}

function loggedCommand(value: unknown, field: string): LoggedCommand {
  const fields = fieldsOf(value, field);
  return { atUs: whole(fields['atUs'], `${field}.atUs`, 0, MAX_US), command: simulationCommand(fields['command'], `${field}.command`) };
}

/** A command from outside (a link, a script). Names the first field that is wrong. */
export function parseCommand(value: unknown): Checked<SimulationCommand> {
  return checked(() => simulationCommand(value, 'command'));
}

function simulationCommand(value: unknown, field: string): SimulationCommand {
  const fields = fieldsOf(value, field);
  const type = choice(fields['type'], `${field}.type`, ['fault', 'apply', 'delete-manifest', 'kubectl']);
  const namespace = optional(fields, 'namespace', field, (entry, at) => text(entry, at));
  switch (type) {
    case 'fault':
      return {
        type,
        fault: choice(fields['fault'], `${field}.fault`, faults),
        target: Array.isArray(fields['target']) ? list(fields['target'], `${field}.target`, MAX_NODES, (entry, at) => text(entry, at, 600)) : text(fields['target'], `${field}.target`, 600),
        ...optional(fields, 'peer', field, (entry, at) => text(entry, at, 600)),
        ...optional(fields, 'extraMs', field, (entry, at) => whole(entry, at, 0, 3_600_000)),
        ...optional(fields, 'exitCode', field, (entry, at) => whole(entry, at, 0, 255)),
      };
    case 'apply':
      return {
        type,
        manifest: text(fields['manifest'], `${field}.manifest`, MAX_MANIFEST),
        ...optional(fields, 'dryRun', field, (entry, at) => choice<'server' | 'client'>(entry, at, ['server', 'client'])),
        ...namespace,
      };
    case 'delete-manifest':
      return { type, manifest: text(fields['manifest'], `${field}.manifest`, MAX_MANIFEST), ...namespace };
    case 'kubectl':
      return {
        type,
        line: text(fields['line'], `${field}.line`, 100_000),
        ...optional(fields, 'stdin', field, (entry, at) => text(entry, at, MAX_MANIFEST)),
      };
  }
}
