import type { Pod } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { Client, EventRecorder } from '../../client-go/index.ts';
import type { Actor, RandomStream } from '../../engine/index.ts';
import { hostAddress, kernelOf } from '../../linux/index.ts';
import { defaultConfig, type KubeletConfig, type KubeletOptions } from './options.ts';
import { CriClient } from './runtime/cri-client.ts';

export type PodObject = Typed<Pod>;

export const podAbout = (pod: PodObject): string => `pods/${pod.metadata.namespace}/${pod.metadata.name}`;
/** A pod in messages. Source: kubernetes v1.32 pkg/kubelet/util/format, Pod. */
export const podText = (pod: PodObject): string => `${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`;

/** What every part of the kubelet needs: who it is, whom it speaks to, chance. */
export class KubeletContext {
  readonly config: KubeletConfig;
  readonly client: Client;
  /** Has its own connection and no rate limit, so that a busy kubelet is not taken for a dead one. */
  readonly heartbeatClient: Client;
  readonly recorder: EventRecorder;
  readonly cri: CriClient;
  readonly random: RandomStream;
  readonly hostIp: string;
  readonly hostIps: readonly { readonly ip: string }[];
  /** How often the machine was started. */
  readonly boots: number;
  /** When the kubelet began: the phase of its periodic work. */
  readonly startedUs: number;
  /** Set when the runtime has told its version. */
  runtimeName = 'containerd';
  readonly self: Actor;
  readonly options: KubeletOptions;

  constructor(self: Actor, options: KubeletOptions) {
    this.self = self;
    this.options = options;
    const config = (this.config = { ...defaultConfig, ...options.config });
    const who = { user: `system:node:${options.nodeName}`, userAgent: 'kubelet/v1.32.13' };
    this.client = new Client(self, options.server, { ...who, qps: config.kubeAPIQPS, burst: config.kubeAPIBurst });
    this.heartbeatClient = new Client(self, options.server, { ...who, qps: -1, timeoutUs: 10_000_000 });
    this.recorder = new EventRecorder(new Client(self, options.server, { ...who, qps: config.eventRecordQPS, burst: config.eventBurst }), 'kubelet', options.nodeName);
    this.cri = new CriClient(self, options.runtime);
    this.random = self.engine.random.stream(`${self.id}/jitter`);
    this.hostIp = hostAddress(self.machine.name);
    this.hostIps = Object.freeze([Object.freeze({ ip: this.hostIp })]);
    this.startedUs = self.engine.nowUs;
    this.boots = kernelOf(self.engine, self.machine).actor.starts;
  }

  get nowUs(): number {
    return this.self.engine.nowUs;
  }

  /** True on a node that only pretends, as kubemark's do. */
  isHollow(): boolean {
    return this.runtimeName === 'fakeRuntime';
  }

  /** `baseUs` plus up to `percent` % of it. Source: apimachinery v0.32 pkg/util/wait, Jitter. */
  jitter(baseUs: number, percent: number): number {
    return baseUs + this.random.int(Math.floor((baseUs * percent) / 100) + 1);
  }

  /** The next instant of work that is done every `periodUs` since the start, strictly after `afterUs`. */
  nextTickUs(periodUs: number, afterUs: number): number {
    return this.startedUs + (Math.floor((afterUs - this.startedUs) / periodUs) + 1) * periodUs;
  }

  containerEvent(pod: PodObject, field: string, type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.recorder.event(pod, type, reason, message, field);
  }
}
