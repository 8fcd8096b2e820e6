import { parseArgs } from 'node:util';
import { MAX_NODES, type Topology, workers } from '../../protocol/topology.ts';

/** How fast virtual time goes: virtual seconds per real second, or as fast as it can. */
export type Speed = number | 'max';

export interface ServeOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly seed: string;
  readonly speed: Speed;
  readonly topology: Topology;
  readonly headless: boolean;
  /** Where to write a kubeconfig; undefined: nowhere. */
  readonly kubeconfig: string | undefined;
}

/** A command line that cannot be obeyed. The message is for people. */
export class UsageError extends Error {
  override name = 'UsageError';
}

export const usage = `usage: kubeglass serve [options]
  --port N            port on 127.0.0.1, default 8001; 0 for any free one
  --nodes N           workers node-0 … of 4 cpu and 8Gi, default 3
  --zones A,B,…       their zones in turn, default zone-a,zone-b,zone-c
  --speed F|max       virtual seconds per second, default 1
  --seed TEXT         default kubeglass
  --kubeconfig PATH   writes a kubeconfig for kubectl
  --headless          the API alone, without the page`;

const flags = {
  port: { type: 'string', default: '8001' },
  nodes: { type: 'string', default: '3' },
  zones: { type: 'string', default: 'zone-a,zone-b,zone-c' },
  speed: { type: 'string', default: '1' },
  seed: { type: 'string', default: 'kubeglass' },
  kubeconfig: { type: 'string' },
  headless: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Reads a command line, without or with the leading word `serve`. Undefined: help is wanted. Throws UsageError. */
export function parseServeOptions(argv: readonly string[]): ServeOptions | undefined {
  const { values, positionals } = parsed(argv);
  if (values.help) return undefined;
  if (positionals.length > 1 || (positionals[0] ?? 'serve') !== 'serve') throw new UsageError(`${positionals.join(' ')}: there is only "serve"`);
  return {
    host: '127.0.0.1',
    port: whole('port', values.port, 0, 65_535),
    seed: values.seed,
    speed: speedOf(values.speed),
    topology: worldOf(whole('nodes', values.nodes, 1, MAX_NODES), values.zones.split(',').filter((zone) => zone !== '')),
    headless: values.headless,
    kubeconfig: values.kubeconfig,
  };
}

/** Hollow workers from node-0 on, the control plane beside them without a Node. */
export function worldOf(count: number, zones: readonly string[] = ['zone-a', 'zone-b', 'zone-c']): Topology {
  if (zones.length === 0) throw new UsageError('--zones: names at least one zone');
  return workers({ count, zones, firstIndex: 0, hollow: true, controlPlaneNode: false });
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: flags, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) throw new UsageError(`--${name} ${text}: must be a whole number between ${least} and ${most}`);
  return value;
}

function speedOf(text: string): Speed {
  if (text === 'max') return 'max';
  const value = Number(text);
  if (!(value >= MIN_SPEED && value <= MAX_SPEED)) throw new UsageError(`--speed ${text}: must be max or a number between ${MIN_SPEED} and ${MAX_SPEED}`);
  return value;
}

export const MIN_SPEED = 0.01;
export const MAX_SPEED = 10_000;
