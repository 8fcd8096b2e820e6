import type { Container } from 'kubernetes-types/core/v1.d.ts';
import { podFromTemplate } from '../pod-control.ts';
import type { PodObject } from '../pod-state.ts';
import { INDEX, type JobObject, TRACKING } from './objects.ts';

const FIELD_PATH = `metadata.annotations['${INDEX}']`;

/** A pod of a job; with an index it knows which part of the work is its own. Source: kubernetes v1.32 pkg/controller/job/job_controller.go, manageJob; indexed_job_utils.go. */
export function jobPod(job: JobObject, index: number | undefined): PodObject {
  const pod = podFromTemplate(job.spec!.template, job);
  const metadata = { ...pod.metadata, finalizers: [...(pod.metadata.finalizers ?? []), TRACKING] };
  if (index === undefined) return { ...pod, metadata };
  const name = job.metadata.name!;
  const spec = pod.spec!;
  return {
    ...pod,
    metadata: {
      ...metadata,
      generateName: `${name.slice(0, 63 - 7 - String(index).length)}-${index}-`,
      labels: { ...metadata.labels, [INDEX]: String(index) },
      annotations: { ...metadata.annotations, [INDEX]: String(index) },
    },
    spec: {
      ...spec,
      hostname: spec.hostname ?? `${name}-${index}`,
      containers: spec.containers.map(withIndex),
      ...(spec.initContainers ? { initContainers: spec.initContainers.map(withIndex) } : {}),
    },
  } as PodObject;
}

function withIndex(container: Container): Container {
  if (container.env?.some((one) => one.name === 'JOB_COMPLETION_INDEX')) return container;
  return { ...container, env: [...(container.env ?? []), { name: 'JOB_COMPLETION_INDEX', valueFrom: { fieldRef: { fieldPath: FIELD_PATH } } }] };
}
