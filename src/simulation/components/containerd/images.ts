import type { CriError, Image } from '../../contracts/cri.ts';
import type { ImageManifest, RegistryCall, RegistryError } from '../../contracts/registry.ts';
import { Future, isNetworkFailure, type NetworkFailure, type Process, RandomStream } from '../../engine/index.ts';
import { normalize, repositoryOf } from './image-name.ts';
import { IdSource } from './ids.ts';
import type { PullInspection } from './inspection.ts';
import { DEFAULT_BANDWIDTH, HOLLOW_IMAGE_BYTES, UNPACK_BYTES_PER_SECOND } from './options.ts';
import type { Runtime } from './runtime.ts';
import type { StoredImage } from './store.ts';

interface Pull {
  readonly image: string;
  readonly startedAtUs: number;
  readonly done: Future<Image | CriError>;
  totalBytes: number;
  /** Bytes of the layers that are complete. */
  bytes: number;
  /** When the layer under way began. */
  layerSinceUs: number;
  layerBytes: number;
}

/** The image store and its pulls. Source: containerd v1.7 pkg/cri/server/image_pull.go, in behaviour. Differs: one layer at a time. */
export class Images {
  private readonly pulls = new Map<string, Pull>();
  private readonly runtime: Runtime;
  private readonly bandwidth: number;

  constructor(runtime: Runtime) {
    this.runtime = runtime;
    this.bandwidth = runtime.options.bandwidthBytesPerSecond ?? DEFAULT_BANDWIDTH;
  }

  /** A hollow runtime takes names as they come. */
  private nameOf(image: string): string {
    return this.runtime.options.instant ? image : normalize(image);
  }

  find(image: string): StoredImage | undefined {
    return this.runtime.store.images.get(this.nameOf(image));
  }

  list(): readonly Image[] {
    return [...this.runtime.store.images.values()];
  }

  remove(image: string): void {
    this.runtime.store.images.delete(this.nameOf(image));
    this.runtime.self.touch();
  }

  /** Pulls an image, or joins the pull that is under way. */
  *pull(image: string): Process<Image | CriError> {
    const name = this.nameOf(image);
    if (this.runtime.options.instant) return this.keep(name, hollowManifest(name));
    const running = this.pulls.get(name);
    if (running) return yield* running.done.wait();
    const pull: Pull = { image: name, startedAtUs: this.runtime.nowUs, done: new Future(), totalBytes: 0, bytes: 0, layerSinceUs: 0, layerBytes: 0 };
    this.pulls.set(name, pull);
    this.runtime.self.touch();
    const result = yield* this.fetch(pull);
    this.pulls.delete(name);
    pull.done.resolve(result);
    this.runtime.self.touch();
    return result;
  }

  /** Pulls under way with what has arrived by now. */
  inspectPulls(): PullInspection[] {
    return [...this.pulls.values()].map((pull) => {
      const underWay = Math.floor(((this.runtime.nowUs - pull.layerSinceUs) * this.bandwidth) / 1_000_000);
      const arrived = pull.bytes + (underWay < pull.layerBytes ? underWay : pull.layerBytes);
      return { image: pull.image, bytes: arrived, totalBytes: pull.totalBytes, startedAtUs: pull.startedAtUs };
    });
  }

  private *fetch(pull: Pull): Process<Image | CriError> {
    const manifest = yield* this.ask<ImageManifest | RegistryError>({ method: 'manifest', image: pull.image }, `HEAD manifest ${shortName(pull.image)}`, pull.image);
    if (isNetworkFailure(manifest)) return resolveFailure(pull.image, `failed to do request: Head "https://${pull.image}": dial tcp: ${manifest.reason}`);
    if ('error' in manifest) return resolveFailure(pull.image, manifest.error, manifest.notFound);
    const missing = manifest.layers.filter((layer) => !this.runtime.store.layers.has(layer.digest));
    for (const layer of missing) pull.totalBytes += layer.sizeBytes;
    for (const layer of missing) {
      const failure = yield* this.fetchLayer(pull, layer);
      if (failure) return failure;
    }
    yield Math.floor((pull.totalBytes * 1_000_000) / UNPACK_BYTES_PER_SECOND);
    this.runtime.self.why('containerd.pulled', `images/${pull.image}`, { image: pull.image, bytes: pull.totalBytes, seconds: Math.round((this.runtime.nowUs - pull.startedAtUs) / 1_000_000) });
    return this.keep(pull.image, manifest);
  }

  private *fetchLayer(pull: Pull, layer: { digest: string; sizeBytes: number }): Process<CriError | undefined> {
    const { digest, sizeBytes } = layer;
    const reply = yield* this.ask<unknown>({ method: 'blob', digest }, `GET blob ${digest.slice(7, 19)}`, pull.image);
    if (isNetworkFailure(reply)) return { error: `failed to pull and unpack image "${pull.image}": failed to copy: httpReadSeeker: failed open: failed to do request: ${reply.reason}` };
    pull.layerSinceUs = this.runtime.nowUs;
    pull.layerBytes = sizeBytes;
    yield Math.floor((sizeBytes * 1_000_000) / this.bandwidth);
    pull.bytes += sizeBytes;
    pull.layerBytes = 0;
    this.runtime.store.layers.add(digest);
    this.runtime.self.touch();
    return undefined;
  }

  private *ask<T>(body: RegistryCall, method: string, image: string): Process<T | NetworkFailure> {
    const { self, options } = this.runtime;
    return yield* self.engine.network.call<T>(self, options.registry(), 'registry', method, body, { about: `images/${image}` });
  }

  private keep(name: string, manifest: ImageManifest): Image {
    const known = this.runtime.store.images.get(name);
    if (known) return known;
    const image: StoredImage = { id: `${repositoryOf(name)}@${manifest.digest}`, repoTags: [name], sizeBytes: manifest.sizeBytes, startUpUs: manifest.startUpUs };
    this.runtime.store.images.set(name, image);
    this.runtime.self.touch();
    return image;
  }
}

const hollowManifest = (name: string): ImageManifest => ({ digest: `sha256:${new IdSource(new RandomStream(name)).next()}`, sizeBytes: HOLLOW_IMAGE_BYTES, layers: [], startUpUs: 0 });
const shortName = (image: string): string => image.replace(/^docker\.io\/(library\/)?/, '');

function resolveFailure(image: string, detail: string, notFound = false): CriError {
  const error = `failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${detail}`;
  return notFound ? { error, code: 'NotFound' } : { error };
}
