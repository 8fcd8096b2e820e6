import { controllerOf, type KubeObject } from '../../../src/simulation/apimachinery/meta.ts';

/** The recordings' names of objects: `web-pod-3`, `web-rs-1`, `web-slice-1`, `db-1 (incarnation 2)`. */
export class Names {
  private readonly byUid = new Map<string, string>();
  private readonly byName = new Map<string, string>();
  private readonly counts = new Map<string, number>();
  private readonly incarnations = new Map<string, number>();
  private readonly owners = new Map<string, string>();

  /** Gives a name at first sight. */
  see(resource: string, object: KubeObject): void {
    const { uid, name, namespace } = object.metadata;
    if (namespace !== 'demo' || uid === undefined || this.byUid.has(uid)) return;
    const owner = controllerOf(object);
    const given = this.nameFor(resource, name!, owner);
    this.byUid.set(uid, given);
    this.byName.set(name!, given);
    if (resource === 'replicasets' && owner) this.owners.set(name!, owner.name);
  }

  /** Fixes what the next pod of an owner is called, when the recording says which is which. */
  call(uid: string, realName: string, name: string): void {
    this.byUid.set(uid, name);
    this.byName.set(realName, name);
  }

  of(object: KubeObject): string {
    return this.byUid.get(object.metadata.uid!) ?? object.metadata.name!;
  }

  pod(object: KubeObject): string {
    return this.of(object);
  }

  /** The newest object of that real name. */
  named(name: string): string {
    return this.byName.get(name) ?? name;
  }

  /** The real name behind one of ours. */
  real(given: string): string {
    for (const [name, known] of this.byName) if (known === given) return name;
    return given;
  }

  involved(_kind: string, name: string, uid: string | undefined): string {
    return (uid === undefined ? undefined : this.byUid.get(uid)) ?? this.named(name);
  }

  /** Real names inside a sentence become ours. */
  inText(text: string): string {
    return text.replace(/[a-z0-9]([-a-z0-9]*[a-z0-9])?/g, (word) => this.byName.get(word) ?? word);
  }

  ownerText(owner: { kind: string; name: string }): string {
    return `${owner.kind}/${this.named(owner.name)}`;
  }

  private nameFor(resource: string, name: string, owner: { kind: string; name: string } | undefined): string {
    if (resource === 'replicasets' && owner) return this.next(`${owner.name}-rs`);
    if (resource === 'endpointslices') return this.next(`${owner?.name ?? name}-slice`);
    if (resource !== 'pods') return name;
    if (owner?.kind === 'ReplicaSet') return this.next(`${this.owners.get(owner.name) ?? owner.name}-pod`);
    if (owner?.kind === 'DaemonSet') return this.next(`${owner.name}-pod`);
    const incarnation = (this.incarnations.get(name) ?? 0) + 1;
    this.incarnations.set(name, incarnation);
    return incarnation === 1 ? name : `${name} (incarnation ${incarnation})`;
  }

  private next(prefix: string): string {
    const number = (this.counts.get(prefix) ?? 0) + 1;
    this.counts.set(prefix, number);
    return `${prefix}-${number}`;
  }
}
