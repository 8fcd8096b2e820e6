import type { KubeObject } from '../../apimachinery/meta.ts';
import { groupResource } from '../../apimachinery/status.ts';
import type { Actor } from '../../engine/index.ts';
import type { Kind } from '../../kinds/kind.ts';
import { Cacher } from './cacher/cacher.ts';
import { autoscalerConversion } from './autoscaler-conversion.ts';
import { type Conversion, eventConversion } from './event-conversion.ts';
import type { EtcdClient } from './storage/etcd-client.ts';

interface IndexedField {
  readonly name: string;
  readonly of: (object: KubeObject) => string;
}

/** The field by which a resource's watchers are filed. Source: kubernetes v1.32 pkg/registry/core/pod/storage, NodeNameTriggerFunc. */
const indexedFields = new Map<string, IndexedField>([
  ['/pods', { name: 'spec.nodeName', of: (pod) => pod.spec?.nodeName ?? '' }],
]);

/** Deleting one of these answers the object instead of a Status. Source: kubernetes v1.32 pkg/registry, ReturnDeletedObject. */
const returnsDeleted = new Set(['/pods', '/services', '/persistentvolumes', '/persistentvolumeclaims', '/serviceaccounts', '/podtemplates', '/resourcequotas']);

/** One resource as the server serves it: its kind, its place in etcd and its watch cache. */
export class ApiResource {
  /** `apps/deployments`, `/pods`. */
  readonly id: string;
  /** `deployments.apps`, `pods`. */
  readonly qualified: string;
  readonly apiVersion: string;
  readonly cacher: Cacher;
  readonly indexedFieldName: string | undefined;
  readonly indexedField: ((object: KubeObject) => string) | undefined;
  readonly selectableFields: ReadonlySet<string>;
  readonly returnsDeleted: boolean;
  readonly kind: Kind;
  private readonly prefix: string;

  constructor(self: Actor, etcd: EtcdClient, kind: Kind) {
    this.kind = kind;
    this.id = `${kind.group}/${kind.resource}`;
    this.qualified = groupResource(kind.group, kind.resource);
    this.apiVersion = kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
    this.prefix = `/registry/${kind.etcdPrefix}/`;
    const indexed = indexedFields.get(this.id);
    this.indexedFieldName = indexed?.name;
    this.indexedField = indexed?.of;
    this.cacher = new Cacher(self, etcd, this.prefix, indexed?.of);
    this.returnsDeleted = returnsDeleted.has(this.id);
    this.selectableFields = selectableFieldsOf(kind);
  }

  /** The etcd key of an object. */
  key(namespace: string, name: string): string {
    return namespace === '' ? `${this.prefix}${name}` : `${this.prefix}${namespace}/${name}`;
  }

  /** How the trace names an object: `pods/default/web`. */
  about(namespace: string, name: string): string {
    return namespace === '' ? `${this.kind.resource}/${name}` : `${this.kind.resource}/${namespace}/${name}`;
  }

  /** The object of the watch cache. */
  cached(namespace: string, name: string): KubeObject | undefined {
    return this.cacher.shelves.get(namespace, name);
  }
}

function selectableFieldsOf(kind: Kind): ReadonlySet<string> {
  const bare: KubeObject = { apiVersion: '', kind: kind.kind, metadata: {}, spec: {}, status: {} };
  const own = kind.strategy.selectableFields?.(bare) ?? {};
  return new Set(['metadata.name', ...(kind.namespaced ? ['metadata.namespace'] : []), ...Object.keys(own)]);
}

interface Alias {
  readonly kind: Kind;
  readonly stored: ApiResource;
  readonly conversion: Conversion;
}

/** Every resource that is served. */
export class ResourceTable {
  private readonly byId = new Map<string, ApiResource>();
  /** By group and resource: asked for each request, so without making a key of the two. */
  private readonly byPlace = new Map<string, Map<string, ApiResource>>();
  private readonly aliases = new Map<string, Alias>();
  private readonly self: Actor;
  private readonly etcd: EtcdClient;

  constructor(self: Actor, etcd: EtcdClient, kinds: readonly Kind[]) {
    this.self = self;
    this.etcd = etcd;
    for (const kind of kinds) this.install(kind);
    const autoscaler = this.get('autoscaling', 'horizontalpodautoscalers');
    if (autoscaler !== undefined) this.install({ ...autoscaler.kind, version: 'v1' }, autoscalerConversion);
  }

  /** Serves a kind from now on, as a CustomResourceDefinition would have it. */
  install(kind: Kind, conversion: Conversion = eventConversion): void {
    // Two kinds in one place of etcd are two versions of one; the first one listed is the one that is stored.
    const stored = [...this.byId.values()].find((known) => known.kind.etcdPrefix === kind.etcdPrefix);
    if (stored !== undefined) {
      this.aliases.set(`${kind.group}/${kind.resource}`, { kind, stored, conversion });
      return;
    }
    const resource = new ApiResource(this.self, this.etcd, kind);
    this.byId.set(resource.id, resource);
    const group = this.byPlace.get(kind.group);
    if (group === undefined) this.byPlace.set(kind.group, new Map([[kind.resource, resource]]));
    else group.set(kind.resource, resource);
    this.self.spawn(resource.cacher.run(), 0);
  }

  /** Another version of a stored resource. */
  alias(group: string, resource: string): Alias | undefined {
    return this.aliases.get(`${group}/${resource}`);
  }

  get(group: string, resource: string): ApiResource | undefined {
    return this.byPlace.get(group)?.get(resource);
  }

  /** Every kind that is served, in whatever version. */
  kinds(): readonly Kind[] {
    return [...[...this.byId.values()].map(({ kind }) => kind), ...[...this.aliases.values()].map(({ kind }) => kind)];
  }

  all(): Iterable<ApiResource> {
    return this.byId.values();
  }
}
