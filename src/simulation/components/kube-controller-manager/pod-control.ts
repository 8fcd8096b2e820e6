import type { PodTemplateSpec } from 'kubernetes-types/core/v1.d.ts';
import type { KubeObject, OwnerReference } from '../../apimachinery/meta.ts';
import { type Client, type EventRecorder, isFailure, type ResourceClient, resources } from '../../client-go/index.ts';
import type { Process } from '../../engine/index.ts';
import { isNotFound } from '../../apimachinery/status.ts';
import { isNamespaceTerminating, textOf } from './failures.ts';
import type { PodObject } from './pod-state.ts';

/** Source: apimachinery meta/v1, NewControllerRef. */
export function controllerRef(owner: KubeObject): OwnerReference {
  const { name, uid } = owner.metadata;
  return { apiVersion: owner.apiVersion, kind: owner.kind, name: name!, uid: uid!, controller: true, blockOwnerDeletion: true };
}

/**
 * A pod as a template describes it, owned by `owner`. Shares labels and spec with the template.
 * Source: kubernetes v1.32 pkg/controller/controller_utils.go, GetPodFromTemplate.
 */
export function podFromTemplate(template: PodTemplateSpec, owner: KubeObject): PodObject {
  const { labels, annotations, finalizers } = template.metadata ?? {};
  const metadata: Record<string, unknown> = { generateName: `${owner.metadata.name}-`, namespace: owner.metadata.namespace, labels };
  if (annotations !== undefined) metadata.annotations = annotations;
  if (finalizers !== undefined) metadata.finalizers = finalizers;
  metadata.ownerReferences = [controllerRef(owner)];
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: template.spec } as unknown as PodObject;
}

/** Creates and deletes pods on behalf of an owner and tells of it by events. Source: controller_utils.go, RealPodControl. */
export class PodControl {
  private readonly pods: ResourceClient<PodObject>;
  private readonly recorder: EventRecorder;

  constructor(client: Client, recorder: EventRecorder) {
    this.pods = client.resource(resources.pods);
    this.recorder = recorder;
  }

  /** The created pod, or an error text with `terminating` when the namespace goes away, which is nobody's fault. */
  *create(pod: PodObject, owner: KubeObject): Process<{ pod?: PodObject; error?: string; terminating?: boolean }> {
    const reply = yield* this.pods.create(pod);
    if (!isFailure(reply)) {
      this.recorder.event(owner, 'Normal', 'SuccessfulCreate', `Created pod: ${reply.metadata.name}`);
      return { pod: reply };
    }
    if (isNamespaceTerminating(reply)) return { error: textOf(reply), terminating: true };
    this.recorder.event(owner, 'Warning', 'FailedCreate', `Error creating: ${reply.message}`);
    return { error: textOf(reply) };
  }

  /** Undefined when deleted or gone already, else an error text. `gone` tells which. */
  *delete(pod: PodObject, owner: KubeObject): Process<{ error?: string; gone?: boolean }> {
    const { namespace, name } = pod.metadata;
    const reply = yield* this.pods.delete(namespace!, name!);
    if (!isFailure(reply)) {
      this.recorder.event(owner, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`);
      return {};
    }
    if (isNotFound(reply)) return { gone: true };
    this.recorder.event(owner, 'Warning', 'FailedDelete', `Error deleting: ${reply.message}`);
    return { error: textOf(reply) };
  }
}
