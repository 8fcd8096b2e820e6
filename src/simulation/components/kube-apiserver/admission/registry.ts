import { defaultTolerationSeconds } from './default-toleration-seconds.ts';
import { limitRanger } from './limit-ranger.ts';
import { namespaceLifecycle } from './namespace-lifecycle.ts';
import type { AdmissionPlugin, AdmissionWorld } from './plugin.ts';
import { priority } from './priority.ts';
import { serviceAccount } from './service-account.ts';
import { taintNodesByCondition } from './taint-nodes-by-condition.ts';

export interface AdmissionOptions {
  readonly defaultTolerationSeconds: number;
}

/** The plugins in the order in which they are asked. Source: kubernetes v1.32 pkg/kubeapiserver/options/plugins.go, AllOrderedPlugins. */
export function admissionPlugins(world: AdmissionWorld, options: AdmissionOptions): readonly AdmissionPlugin[] {
  return [
    namespaceLifecycle(world),
    limitRanger(world),
    serviceAccount(world),
    taintNodesByCondition,
    priority(world),
    defaultTolerationSeconds(options.defaultTolerationSeconds),
  ];
}
