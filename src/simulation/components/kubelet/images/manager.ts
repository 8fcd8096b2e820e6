import type { Container as ContainerSpec } from 'kubernetes-types/core/v1.d.ts';
import { goDuration } from '../../../apimachinery/go-format.ts';
import { type CriError, type Image, isCriError } from '../../../contracts/cri.ts';
import { Future, type Process } from '../../../engine/index.ts';
import { Backoff } from '../backoff.ts';
import { type KubeletContext, podAbout, type PodObject } from '../context.ts';
import { errorText } from '../runtime/cri-client.ts';
import { applyDefaultImageTag } from './reference.ts';

/** Why a container has no image: the reason of its waiting state and the message. */
export interface ImageFailure {
  readonly reason: 'InvalidImageName' | 'ImageInspectError' | 'ErrImageNeverPull' | 'ErrImagePull' | 'ImagePullBackOff' | 'RegistryUnavailable';
  readonly message: string;
}

/**
 * Makes sure that images are there. Pulls go one after the other unless the configuration says otherwise.
 * Source: kubernetes v1.32 pkg/kubelet/images/image_manager.go, EnsureImageExists.
 */
export class ImageManager {
  private readonly backoff: Backoff;
  private readonly lastErrors = new Map<string, string>();
  private readonly waiting: Future<true>[] = [];
  private busy = false;
  /** Pulls under way and waiting. */
  pulling = 0;
  private readonly context: KubeletContext;

  constructor(context: KubeletContext) {
    this.context = context;
    this.backoff = new Backoff(10_000_000, context.config.maxContainerBackOffUs);
  }

  /** Answers the name to give to the runtime, or why there is none. */
  *ensure(pod: PodObject, container: ContainerSpec, field: string): Process<string | ImageFailure> {
    const name = container.image!;
    const tagged = applyDefaultImageTag(name);
    if ('problem' in tagged) {
      const message = `Failed to apply default image tag "${name}": ${tagged.problem}`;
      this.context.containerEvent(pod, field, 'Warning', 'InspectFailed', message);
      return { reason: 'InvalidImageName', message };
    }
    const { image } = tagged;
    const found = yield* this.context.cri.call<Image | null>({ method: 'ImageStatus', image }, podAbout(pod));
    if (isCriError(found)) {
      const message = `Failed to inspect image "${name}": ${errorText(found)}`;
      this.context.containerEvent(pod, field, 'Warning', 'InspectFailed', message);
      return { reason: 'ImageInspectError', message };
    }
    const policy = container.imagePullPolicy;
    if (policy === 'Always' || (found === null && policy !== 'Never')) return yield* this.pull(pod, container, field, image);
    return this.present(pod, name, image, found !== null, field);
  }

  forgetPod(uid: string, containers: readonly ContainerSpec[]): void {
    for (const { image } of containers) {
      this.backoff.forget(`${uid}_${image}`);
      this.lastErrors.delete(`${uid}_${image}`);
    }
  }

  private present(pod: PodObject, name: string, image: string, isPresent: boolean, field: string): string | ImageFailure {
    if (isPresent) {
      this.context.containerEvent(pod, field, 'Normal', 'Pulled', `Container image "${name}" already present on machine`);
      return image;
    }
    const message = `Container image "${name}" is not present with pull policy of Never`;
    this.context.containerEvent(pod, field, 'Warning', 'ErrImageNeverPull', message);
    return { reason: 'ErrImageNeverPull', message };
  }

  private *pull(pod: PodObject, container: ContainerSpec, field: string, image: string): Process<string | ImageFailure> {
    const { context } = this;
    const name = container.image!;
    const key = `${pod.metadata.uid}_${name}`;
    if (this.backoff.isInBackOffSinceUpdate(key, context.nowUs)) {
      const message = `Back-off pulling image "${name}"`;
      context.containerEvent(pod, field, 'Normal', 'BackOff', message);
      const last = this.lastErrors.get(key);
      return { reason: 'ImagePullBackOff', message: last === undefined ? message : `${message}: ErrImagePull: ${last}` };
    }
    context.containerEvent(pod, field, 'Normal', 'Pulling', `Pulling image "${name}"`);
    context.self.why('kubelet.pulling', podAbout(pod), { image: name });
    const startedUs = context.nowUs;
    yield* this.waitTurn();
    const begunUs = context.nowUs;
    const reply = yield* context.cri.call<Image>({ method: 'PullImage', image }, podAbout(pod), 86_400_000_000);
    this.endTurn();
    if (isCriError(reply)) return this.failed(pod, field, name, key, reply);
    const message = `Successfully pulled image "${name}" in ${milliseconds(context.nowUs - begunUs)} (${milliseconds(context.nowUs - startedUs)} including waiting). Image size: ${reply.sizeBytes} bytes.`;
    context.containerEvent(pod, field, 'Normal', 'Pulled', message);
    this.lastErrors.delete(key);
    return image;
  }

  private failed(pod: PodObject, field: string, name: string, key: string, error: CriError): ImageFailure {
    const { context } = this;
    const message = errorText(error);
    context.containerEvent(pod, field, 'Warning', 'Failed', `Failed to pull image "${name}": ${message}`);
    this.backoff.next(key, context.nowUs, context.nowUs);
    this.lastErrors.set(key, message);
    context.self.why('kubelet.image-pull-back-off', podAbout(pod), { image: name, seconds: this.backoff.get(key) / 1_000_000 });
    return { reason: 'ErrImagePull', message };
  }

  private *waitTurn(): Process<void> {
    this.pulling++;
    this.context.self.touch();
    if (!this.context.config.serializeImagePulls) return;
    if (!this.busy) {
      this.busy = true;
      return;
    }
    const turn = new Future<true>();
    this.waiting.push(turn);
    yield turn;
  }

  private endTurn(): void {
    this.pulling--;
    this.context.self.touch();
    const next = this.waiting.shift();
    if (next) next.resolve(true);
    else this.busy = false;
  }
}

const milliseconds = (us: number): string => goDuration(Math.floor(us / 1000) * 1000);
