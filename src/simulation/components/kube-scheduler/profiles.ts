import type { PluginArgs } from './framework/interface.ts';
import { Framework, type FrameworkOptions, type ProfileEntry } from './framework/runtime.ts';
import { DEFAULT_SCHEDULER_NAME, type KubeSchedulerConfiguration, type SchedulerProfile } from './options.ts';
import { defaultProfile } from './plugins/registry.ts';

type Base = Omit<FrameworkOptions, 'profile' | 'args'>;

/** One framework per scheduler name. Source: kubernetes v1.32 pkg/scheduler/profile/profile.go, NewMap. */
export function frameworksOf(config: KubeSchedulerConfiguration, base: Base): Map<string, Framework> {
  const profiles = config.profiles && config.profiles.length > 0 ? config.profiles : [{}];
  return new Map(profiles.map((profile) => [profile.schedulerName ?? DEFAULT_SCHEDULER_NAME, frameworkOf(profile, base)]));
}

function frameworkOf(profile: SchedulerProfile, base: Base): Framework {
  const args: Record<string, unknown> = {};
  for (const { name, args: given } of profile.pluginConfig ?? []) args[name] = given;
  return new Framework({ ...base, profile: entriesOf(profile), args: args as PluginArgs });
}

function entriesOf(profile: SchedulerProfile): ProfileEntry[] {
  const { multiPoint, score } = profile.plugins ?? {};
  const removed = new Set((multiPoint?.disabled ?? []).map(({ name }) => name));
  const unscored = new Set((score?.disabled ?? []).map(({ name }) => name));
  const weights = new Map([...(multiPoint?.enabled ?? []), ...(score?.enabled ?? [])].map(({ name, weight }) => [name, weight]));
  const entries: ProfileEntry[] = [];
  for (const entry of defaultProfile) {
    const kept = !(removed.has(entry.name) || removed.has('*')) || weights.has(entry.name) || NEEDED.has(entry.name);
    if (!kept) continue;
    const off = (unscored.has(entry.name) || unscored.has('*')) && !weights.has(entry.name);
    entries.push({ ...entry, weight: off ? 0 : weights.get(entry.name) || entry.weight });
  }
  return entries;
}

/** Without these there is no scheduler: one sorts the queue, the other binds. */
const NEEDED: ReadonlySet<string> = new Set(['PrioritySort', 'DefaultBinder']);
