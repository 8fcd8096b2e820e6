import type { Container as ContainerSpec, EnvFromSource, EnvVar } from 'kubernetes-types/core/v1.d.ts';
import { milliValue, value } from '../../../apimachinery/quantity.ts';
import { isValidEnvName } from './env-name.ts';
import type { ContainerConfig, Mount, Sandbox } from '../../../contracts/cri.ts';
import type { Process } from '../../../engine/index.ts';
import type { ConfigData, ConfigKind, ConfigSource } from '../config-source.ts';
import type { KubeletContext, PodObject } from '../context.ts';
import { containerField } from './fields.ts';
import { expandReferences } from './expansion.ts';
import { fieldValue, type PodFacts, resourceValue } from './field-ref.ts';

const NOTHING: readonly string[] = Object.freeze([]);
const NO_ANNOTATIONS: Readonly<Record<string, string>> = Object.freeze({});

/** Why a container's configuration cannot be made. */
export interface ConfigProblem {
  readonly problem: string;
}

type Variables = Map<string, string>;

/** Turns a container's spec into what the runtime is asked for. Source: kubernetes v1.32 pkg/kubelet/kubelet_pods.go, makeEnvironmentVariables. */
export class Environment {
  private readonly context: KubeletContext;
  private readonly configs: ConfigSource;

  constructor(context: KubeletContext, configs: ConfigSource) {
    this.context = context;
    this.configs = configs;
  }

  *config(pod: PodObject, spec: ContainerSpec, image: string, sandbox: Sandbox, attempt: number, mounts: readonly Mount[] | undefined): Process<ContainerConfig | ConfigProblem> {
    const variables = spec.env || spec.envFrom ? yield* this.variables(pod, spec, sandbox) : undefined;
    if (variables && 'problem' in variables) return variables;
    const limits = spec.resources?.limits;
    const expand = (words: readonly string[] | undefined): readonly string[] => words?.map((word) => expandReferences(word, (name) => variables?.get(name))) ?? NOTHING;
    return {
      name: spec.name,
      attempt,
      image,
      command: expand(spec.command),
      args: expand(spec.args),
      env: variables ? [...variables].map(([name, text]) => ({ name, value: text })) : [],
      memoryLimitBytes: limits?.memory ? value(limits.memory) : 0,
      cpuLimitMillicores: limits?.cpu ? milliValue(limits.cpu) : 0,
      ...(mounts ? { mounts } : {}),
      annotations: pod.metadata.annotations ?? NO_ANNOTATIONS,
    };
  }

  private *variables(pod: PodObject, spec: ContainerSpec, sandbox: Sandbox): Process<Variables | ConfigProblem> {
    const variables: Variables = new Map();
    for (const source of spec.envFrom ?? []) {
      const problem = yield* this.addAll(pod, spec, source, variables);
      if (problem) return problem;
    }
    const facts = { podIp: sandbox.ip || this.context.hostIp, hostIp: this.context.hostIp, nodeName: this.context.options.nodeName };
    for (const variable of spec.env ?? []) {
      const text = variable.valueFrom ? yield* this.valueFrom(pod, spec, variable, facts) : expandReferences(variable.value ?? '', (name) => variables.get(name));
      if (typeof text === 'object') return text;
      if (text !== undefined) variables.set(variable.name, text);
    }
    return variables;
  }

  private *addAll(pod: PodObject, spec: ContainerSpec, source: EnvFromSource, into: Variables): Process<ConfigProblem | undefined> {
    const reference = source.configMapRef ?? source.secretRef;
    if (!reference) return undefined;
    const kind: ConfigKind = source.configMapRef ? 'configmap' : 'secret';
    const data = yield* this.data(pod, kind, reference.name!, reference.optional);
    if (data === undefined) return undefined;
    if ('problem' in data) return data;
    const invalid: string[] = [];
    for (const [key, text] of data) {
      const name = `${source.prefix ?? ''}${key}`;
      if (isValidEnvName(name)) into.set(name, text);
      else invalid.push(key);
    }
    if (invalid.length > 0) {
      const place = `${kind === 'secret' ? 'secret' : 'configMap'} ${pod.metadata.namespace}/${reference.name}`;
      this.context.containerEvent(pod, containerField(pod, spec.name), 'Warning', 'InvalidEnvironmentVariableNames', `Keys [${invalid.join(', ')}] from the EnvFrom ${place} were skipped since they are considered invalid environment variable names.`);
    }
    return undefined;
  }

  private *valueFrom(pod: PodObject, spec: ContainerSpec, { valueFrom }: EnvVar, facts: PodFacts): Process<string | undefined | ConfigProblem> {
    const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = valueFrom!;
    if (fieldRef) return fieldValue(pod, fieldRef.fieldPath, facts) ?? { problem: `fieldPath "${fieldRef.fieldPath}" within "" not supported` };
    if (resourceFieldRef) return resourceValue(this.containerOf(pod, resourceFieldRef.containerName) ?? spec, resourceFieldRef.resource, resourceFieldRef.divisor, this.context.options.capacity);
    const reference = configMapKeyRef ?? secretKeyRef;
    if (!reference) return undefined;
    const data = yield* this.data(pod, configMapKeyRef ? 'configmap' : 'secret', reference.name!, reference.optional);
    if (data === undefined) return undefined;
    if ('problem' in data) return data;
    const text = data.get(reference.key);
    if (text !== undefined || reference.optional) return text;
    return { problem: `couldn't find key ${reference.key} in ${configMapKeyRef ? 'ConfigMap' : 'Secret'} ${pod.metadata.namespace}/${reference.name}` };
  }

  /** Undefined when it is missing and may be. */
  private *data(pod: PodObject, kind: ConfigKind, name: string, optional: boolean | undefined): Process<ReadonlyMap<string, string> | ConfigProblem | undefined> {
    const data: ConfigData = yield* this.configs.get(kind, pod.metadata.namespace!, name);
    if (data !== 'missing') return data;
    return optional ? undefined : { problem: `${kind} "${name}" not found` };
  }

  private containerOf(pod: PodObject, name: string | undefined): ContainerSpec | undefined {
    return name === undefined ? undefined : pod.spec!.containers.find((container) => container.name === name);
  }
}
