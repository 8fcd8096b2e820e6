import type { Container } from 'kubernetes-types/core/v1.d.ts';
import { type AnyPlugin, type Handle, MAX_NODE_SCORE } from '../framework/interface.ts';
import type { NodeInfo } from '../framework/node-info.ts';

const MEGABYTE = 1024 * 1024;
const MIN_BYTES = 23 * MEGABYTE;
const MAX_BYTES_PER_CONTAINER = 1000 * MEGABYTE;

/**
 * Prefers nodes that have the pod's images already, the more so the bigger these are and the more nodes have them: an image that
 * only one node has must not draw all pods there. Source: kubernetes v1.32 plugins/imagelocality/image_locality.go.
 */
export const imageLocality = (handle: Handle): AnyPlugin => ({
  name: 'ImageLocality',
  score(_state, pod, node) {
    if (node.images === undefined) return 0;
    const { containers, initContainers = [] } = pod.pod.spec!;
    const nodes = handle.snapshot.nodes.length;
    const bytes = spreadBytes(containers, node, nodes) + spreadBytes(initContainers, node, nodes);
    const max = MAX_BYTES_PER_CONTAINER * (containers.length + initContainers.length);
    const clamped = bytes < MIN_BYTES ? MIN_BYTES : bytes > max ? max : bytes;
    return Math.floor((MAX_NODE_SCORE * (clamped - MIN_BYTES)) / (max - MIN_BYTES));
  },
});

function spreadBytes(containers: readonly Container[], node: NodeInfo, nodes: number): number {
  let sum = 0;
  for (const { image } of containers) {
    const state = node.images!.get(withTag(image ?? ''));
    if (state !== undefined) sum += Math.trunc(state.sizeBytes * (state.numNodes / nodes));
  }
  return sum;
}

/** A name without tag or digest means `latest`. */
const withTag = (image: string): string => (image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image);
