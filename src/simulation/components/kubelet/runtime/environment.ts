import type { Container as ContainerSpec } from 'kubernetes-types/core/v1.d.ts';
import { milliValue, value } from '../../../apimachinery/quantity.ts';
import type { ContainerConfig, Sandbox } from '../../../contracts/cri.ts';
import type { KubeletContext, PodObject } from '../context.ts';

const NOTHING: readonly string[] = Object.freeze([]);
const NO_ANNOTATIONS: Readonly<Record<string, string>> = Object.freeze({});

/** Turns a container's spec into what the runtime is asked for. Source: kubernetes v1.32 pkg/kubelet/kuberuntime/kuberuntime_container.go, generateContainerConfig. */
export class Environment {
  readonly context: KubeletContext;

  constructor(context: KubeletContext) {
    this.context = context;
  }

  /** The configuration, or why it cannot be made. */
  config(pod: PodObject, spec: ContainerSpec, image: string, _sandbox: Sandbox, attempt: number): ContainerConfig | { readonly problem: string } {
    const limits = spec.resources?.limits;
    return {
      name: spec.name,
      attempt,
      image,
      command: spec.command ?? NOTHING,
      args: spec.args ?? NOTHING,
      env: (spec.env ?? []).map((variable) => ({ name: variable.name, value: variable.value ?? '' })),
      memoryLimitBytes: limits?.memory ? value(limits.memory) : 0,
      cpuLimitMillicores: limits?.cpu ? milliValue(limits.cpu) : 0,
      annotations: pod.metadata.annotations ?? NO_ANNOTATIONS,
    };
  }
}
