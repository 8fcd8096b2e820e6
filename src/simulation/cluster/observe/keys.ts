import { kinds } from '../../kinds/registry.ts';

/** Translates between etcd's keys (`/registry/minions/node-1`) and object keys (`nodes/node-1`). */
export class Keys {
  private readonly resourceByPrefix = new Map<string, string>();
  private readonly prefixByResource = new Map<string, string>();

  constructor() {
    for (const kind of kinds) {
      if (!this.resourceByPrefix.has(kind.etcdPrefix)) this.resourceByPrefix.set(kind.etcdPrefix, kind.resource);
      if (!this.prefixByResource.has(kind.resource)) this.prefixByResource.set(kind.resource, kind.etcdPrefix);
    }
  }

  /** `/registry/<prefix>/…` → resource, or undefined for keys of another kind. */
  resourceOf(etcdKey: string): string | undefined {
    return this.split(etcdKey)?.resource;
  }

  /** The object key of an etcd key. */
  fromEtcd(etcdKey: string): { key: string; resource: string } | undefined {
    const parts = this.split(etcdKey);
    return parts && { resource: parts.resource, key: `${parts.resource}/${parts.rest}` };
  }

  toEtcd(key: string): string | undefined {
    const slash = key.indexOf('/');
    const prefix = this.prefixByResource.get(key.slice(0, slash));
    return prefix === undefined ? undefined : `/registry/${prefix}${key.slice(slash)}`;
  }

  private split(etcdKey: string): { resource: string; rest: string } | undefined {
    const start = '/registry/'.length;
    let end = etcdKey.indexOf('/', start);
    let resource = this.resourceByPrefix.get(etcdKey.slice(start, end));
    if (resource === undefined && end > 0) {
      // Prefixes of two parts, such as `services/specs`.
      end = etcdKey.indexOf('/', end + 1);
      resource = this.resourceByPrefix.get(etcdKey.slice(start, end));
    }
    return resource === undefined ? undefined : { resource, rest: etcdKey.slice(end + 1) };
  }
}
