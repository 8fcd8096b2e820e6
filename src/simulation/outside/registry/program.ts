import type { ImageManifest, RegistryCall, RegistryError } from '../../contracts/registry.ts';
import type { Actor, Process, Program } from '../../engine/index.ts';
import { catalogue, type CatalogueEntry, hosts, plausibleTag, unknownEntry } from './catalogue.ts';
import { digestOf } from './digest.ts';
import { parseReference, type Reference } from './reference.ts';

export interface ImageRegistryOptions {
  /** Images beside the built-in catalogue; they come first. */
  readonly catalogue?: readonly CatalogueEntry[];
}

/** What the registry shows of its inside. */
export interface ImageRegistryInspection {
  readonly manifests: number;
  readonly blobs: number;
  /** Newest last, at most 20. */
  readonly recent: readonly string[];
}

/** Every image registry of the world in one process: Docker Hub, registry.k8s.io and the others of the catalogue. */
export function imageRegistryProgram(options: ImageRegistryOptions): Program {
  return function* (self: Actor): Process<void> {
    const registry = new ImageRegistry([...(options.catalogue ?? []), ...catalogue]);
    self.inspect = () => registry.inspect();
    self.serve('registry', function* (body) {
      self.touch();
      return registry.answer(body as RegistryCall);
    });
  };
}

class ImageRegistry {
  private readonly manifests = new Map<string, ImageManifest | RegistryError>();
  private readonly sizes = new Map<string, number>();
  private readonly recent: string[] = [];
  private manifestCount = 0;
  private blobCount = 0;
  private readonly entries: readonly CatalogueEntry[];

  constructor(entries: readonly CatalogueEntry[]) {
    this.entries = entries;
  }

  answer(call: RegistryCall): unknown {
    if (call.method === 'blob') {
      this.blobCount++;
      return { digest: call.digest, sizeBytes: this.sizes.get(call.digest) ?? 0 };
    }
    this.manifestCount++;
    this.recent.push(call.image);
    if (this.recent.length > 20) this.recent.shift();
    return this.manifest(call.image);
  }

  inspect(): ImageRegistryInspection {
    return { manifests: this.manifestCount, blobs: this.blobCount, recent: [...this.recent] };
  }

  private manifest(image: string): ImageManifest | RegistryError {
    let manifest = this.manifests.get(image);
    if (!manifest) this.manifests.set(image, (manifest = this.find(image)));
    return manifest;
  }

  private find(image: string): ImageManifest | RegistryError {
    const reference = parseReference(image);
    const { host, repository, tag } = reference;
    if (!hosts.has(host)) return { error: `failed to do request: Head "https://${host}/v2/${repository}/manifests/${tag}": dial tcp: lookup ${host}: no such host`, notFound: false };
    const entry = this.entryOf(reference);
    if (tag.endsWith('does-not-exist') || (entry !== unknownEntry && !plausibleTag.test(tag))) return { error: `${image}: not found`, notFound: true };
    return this.build(entry, image, tag);
  }

  private entryOf({ host, repository }: Reference): CatalogueEntry {
    const name = host === 'docker.io' ? repository.replace(/^library\//, '') : `${host === 'k8s.gcr.io' ? 'registry.k8s.io' : host}/${repository}`;
    return this.entries.find((entry) => entry.repository === name) ?? unknownEntry;
  }

  /** A base layer that the family shares, then two of the image's own. */
  private build(entry: CatalogueEntry, image: string, tag: string): ImageManifest {
    const own = entry.sizes.find(([pattern]) => pattern.test(tag))![1];
    const [base, baseBytes] = /alpine/.test(tag) ? (['alpine', 3_400_000] as const) : entry.base;
    const small = Math.floor(own / 5);
    const layers = [this.layer(`base/${base}`, baseBytes), this.layer(`${image}/1`, own - small), this.layer(`${image}/2`, small)].filter((layer) => layer.sizeBytes > 0);
    return { digest: digestOf(image), sizeBytes: baseBytes + own, layers, startUpUs: entry.startUpUs };
  }

  private layer(name: string, sizeBytes: number): { digest: string; sizeBytes: number } {
    const digest = digestOf(name);
    this.sizes.set(digest, sizeBytes);
    return { digest, sizeBytes };
  }
}
