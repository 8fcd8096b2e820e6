import type { SpanId } from '../../../engine/index.ts';
import type { PodInfo } from '../framework/pod-info.ts';

/** A pod that waits for a node. Source: kubernetes v1.32 pkg/scheduler/framework/types.go, QueuedPodInfo. */
export class QueuedPod {
  info: PodInfo;
  /** When it was put into the queue last. */
  queuedUs: number;
  /** When it was first seen. */
  readonly since: number;
  attempts = 0;
  /** The plugins that refused it in its last attempt. */
  unschedulablePlugins: ReadonlySet<string> = NONE;
  /** The plugin that keeps it out of the active queue; empty when none. */
  gatedBy = '';
  /** What made it come (again): the cause of its next attempt. */
  span: SpanId;
  /** When its back-off ends; meaningful in the back-off queue. */
  backoffEndsUs = 0;

  constructor(info: PodInfo, nowUs: number, span: SpanId) {
    this.info = info;
    this.queuedUs = nowUs;
    this.since = nowUs;
    this.span = span;
  }

  get priority(): number {
    return this.info.priority;
  }

  get uid(): string {
    return this.info.uid;
  }
}

const NONE: ReadonlySet<string> = new Set();
