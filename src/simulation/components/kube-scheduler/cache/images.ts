import type { ContainerImage } from 'kubernetes-types/core/v1.d.ts';
import type { ImageState, NodeInfo } from '../framework/node-info.ts';

const NO_IMAGES: readonly ContainerImage[] = [];

/** Which images are on how many nodes. Source: kubernetes v1.32 pkg/scheduler/backend/cache/cache.go, addNodeImageStates. */
export class Images {
  private readonly states = new Map<string, ImageState>();
  private readonly listed = new Map<NodeInfo, readonly ContainerImage[]>();

  /** Takes note of the node's list; costs nothing when it is the one known. */
  update(node: NodeInfo): void {
    const images = node.node.status?.images ?? NO_IMAGES;
    if (this.listed.get(node) === images) return;
    this.remove(node);
    if (images === NO_IMAGES) return;
    this.listed.set(node, images);
    const states = new Map<string, ImageState>();
    for (const image of images) for (const name of image.names ?? []) this.note(states, name, image.sizeBytes ?? 0);
    node.images = states;
  }

  remove(node: NodeInfo): void {
    if (!node.images) return;
    for (const [name, state] of node.images) if (--state.numNodes === 0) this.states.delete(name);
    node.images = undefined;
    this.listed.delete(node);
  }

  private note(states: Map<string, ImageState>, name: string, sizeBytes: number): void {
    if (states.has(name)) return;
    let state = this.states.get(name);
    if (state === undefined) this.states.set(name, (state = { sizeBytes, numNodes: 0 }));
    state.numNodes++;
    states.set(name, state);
  }
}
