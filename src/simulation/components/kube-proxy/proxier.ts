import type { Service } from 'kubernetes-types/core/v1.d.ts';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1.d.ts';
import { objectKey, type Typed } from '../../apimachinery/meta.ts';
import type { SharedInformer } from '../../client-go/index.ts';
import type { Actor } from '../../engine/index.ts';
import { type Kernel, kernelOf } from '../../linux/index.ts';
import { BoundedFrequencyRunner } from './bounded-frequency.ts';
import type { KubeProxyInspection } from './inspection.ts';
import { chainsOf, saveText } from './iptables.ts';
import { readyEndpoints, rulesOf, type ServicePortRules, type SyncedService } from './service-rules.ts';

export const SERVICE_INDEX = 'service';
const SERVICE_NAME = 'kubernetes.io/service-name';
const MIN_SYNC_PERIOD_US = 1_000_000;
const OWNER = 'kube-proxy';
const MAX_LISTED = 100;

/** The Service that a slice belongs to, as `namespace/name`. */
export const serviceOfSlice = (slice: Typed<EndpointSlice>): string => `${slice.metadata.namespace}/${slice.metadata.labels?.[SERVICE_NAME] ?? ''}`;

/**
 * Keeps the machine's rules equal to Services and EndpointSlices. A sync takes note of what the changed Services are now;
 * rules are worked out from that when a packet or a person needs them, so a thousand nodes cost nearly nothing.
 * Source: kubernetes v1.32 pkg/proxy/iptables/proxier.go.
 */
export class Proxier {
  private readonly dirty = new Set<string>();
  private readonly synced: Map<string, SyncedService>;
  private readonly runner: BoundedFrequencyRunner;
  private readonly kernel: Kernel;
  private lastSyncUs = -1;
  private syncs = 0;
  private readonly self: Actor;
  private readonly nodeName: string;
  private readonly services: SharedInformer<Typed<Service>>;
  private readonly slices: SharedInformer<Typed<EndpointSlice>>;

  constructor(self: Actor, nodeName: string, services: SharedInformer<Typed<Service>>, slices: SharedInformer<Typed<EndpointSlice>>) {
    this.self = self;
    this.nodeName = nodeName;
    this.services = services;
    this.slices = slices;
    this.kernel = kernelOf(self.engine, self.machine);
    this.synced = new Map();
    this.runner = new BoundedFrequencyRunner(self, MIN_SYNC_PERIOD_US, () => this.sync());
  }

  /** Follows both informers; the first sync comes when both have their lists. */
  start(): void {
    const service = (object: Typed<Service>): void => this.changed(objectKey(object));
    const slice = (object: Typed<EndpointSlice>): void => this.changed(serviceOfSlice(object));
    this.services.addHandler({ onAdd: service, onUpdate: (_old, object) => service(object), onDelete: service });
    this.slices.addHandler({ onAdd: slice, onUpdate: (_old, object) => slice(object), onDelete: slice });
    this.self.spawn(this.runner.loop(), 0);
    this.runner.run();
  }

  private changed(key: string): void {
    this.dirty.add(key);
    this.runner.run();
  }

  private sync(): void {
    for (const key of this.dirty) this.take(key);
    const count = this.dirty.size;
    this.dirty.clear();
    this.lastSyncUs = this.self.engine.nowUs;
    this.syncs++;
    // What an earlier process left in the tables goes with the first sync of this one.
    this.kernel.netfilter.restore(OWNER, () => chainsOf(this.allRules()), this.synced);
    this.self.why('kube-proxy.synced', `nodes/${this.nodeName}`, { services: this.synced.size, changed: count });
    this.self.touch();
  }

  private take(key: string): void {
    const slash = key.indexOf('/');
    const service = this.services.get(key.slice(0, slash), key.slice(slash + 1));
    if (!service || service.spec?.type === 'ExternalName') this.synced.delete(key);
    else this.synced.set(key, { service, slices: [...this.slices.store.byIndex(SERVICE_INDEX, key).values()] });
  }

  /** The rules of one Service, `namespace/name`, as of the last sync. */
  rulesFor(key: string): ServicePortRules[] {
    const synced = this.synced.get(key);
    return synced ? rulesOf(synced, this.nodeName) : [];
  }

  private allRules(): ServicePortRules[] {
    return [...this.synced.values()].flatMap((synced) => rulesOf(synced, this.nodeName));
  }

  inspect(): KubeProxyInspection {
    let endpoints = 0;
    let ports = 0;
    const list: { service: string; clusterIP: string; endpoints: number }[] = [];
    for (const [service, synced] of this.synced) {
      const clusterIP = synced.service.spec?.clusterIP ?? '';
      let ready = 0;
      for (const slice of synced.slices) ready += readyEndpoints(slice);
      if (list.length < MAX_LISTED) list.push({ service, clusterIP, endpoints: ready });
      if (clusterIP === '' || clusterIP === 'None') continue;
      endpoints += ready;
      ports += synced.service.spec?.ports?.length ?? 0;
    }
    // One entry and one masquerade rule per port, and three per endpoint.
    return { mode: 'iptables', services: this.synced.size, endpoints, rules: 2 * ports + 3 * endpoints + 1, lastSyncUs: this.lastSyncUs, syncs: this.syncs, pending: this.dirty.size, list };
  }

  /** The whole table as iptables-save prints it. */
  details(): string {
    return saveText(this.kernel.netfilter.chains());
  }
}

/** The rules of a machine as `iptables-save -t nat` prints them, whoever wrote them and whether he still runs. */
export const iptablesSave = (kernel: Kernel): string => saveText(kernel.netfilter.chains());
