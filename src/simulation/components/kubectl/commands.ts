import type { Command } from './command.ts';
import { apiResources, apiVersions } from './commands/api-resources.ts';
import { apply } from './commands/apply.ts';
import { auth } from './commands/auth.ts';
import { autoscale } from './commands/autoscale.ts';
import { clusterInfo } from './commands/cluster-info.ts';
import { config } from './commands/config.ts';
import { cordon, uncordon } from './commands/cordon.ts';
import { create } from './commands/create/create.ts';
import { deleteCommand } from './commands/delete.ts';
import { describe } from './commands/describe.ts';
import { diff } from './commands/diff.ts';
import { drain } from './commands/drain.ts';
import { events } from './commands/events.ts';
import { exec } from './commands/exec.ts';
import { explain } from './commands/explain.ts';
import { expose } from './commands/expose.ts';
import { get } from './commands/get.ts';
import { annotate, label } from './commands/label.ts';
import { kustomizeCommand } from './commands/kustomize.ts';
import { logs } from './commands/logs.ts';
import { patch } from './commands/patch.ts';
import { replace } from './commands/replace.ts';
import { rollout } from './commands/rollout/rollout.ts';
import { run } from './commands/run-pod.ts';
import { scale } from './commands/scale.ts';
import { set } from './commands/set/set.ts';
import { taint } from './commands/taint.ts';
import { top } from './commands/top.ts';
import { version } from './commands/version.ts';
import { wait } from './commands/wait.ts';

/** Every verb. A new one is one file in commands/ and one line here. */
export const commands: readonly Command[] = [
  annotate, apiResources, apiVersions, apply, auth, autoscale, clusterInfo, config, cordon, create, deleteCommand, describe, diff, drain, events, exec, explain, expose, get, kustomizeCommand, label, logs, patch, replace, rollout, run, scale,
  set, taint, top, uncordon, version, wait,
];
