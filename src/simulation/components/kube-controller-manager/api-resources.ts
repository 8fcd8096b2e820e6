import type { ControllerRevision, DaemonSet, StatefulSet } from 'kubernetes-types/apps/v1.d.ts';
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2.d.ts';
import type { CronJob, Job } from 'kubernetes-types/batch/v1.d.ts';
import type { Endpoints, PersistentVolume, PersistentVolumeClaim, ResourceQuota } from 'kubernetes-types/core/v1.d.ts';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1.d.ts';
import type { StorageClass } from 'kubernetes-types/storage/v1.d.ts';
import type { KubeObject, Typed } from '../../apimachinery/meta.ts';
import type { Resource } from '../../client-go/index.ts';

const of = <T extends KubeObject>(group: string, resource: string, version = 'v1', namespaced = true): Resource<T> => ({ group, version, resource, namespaced });

/** Resources that only controllers speak of; the others are in client-go. */
export const controllerRevisions = of<Typed<ControllerRevision>>('apps', 'controllerrevisions');
export const statefulSets = of<Typed<StatefulSet>>('apps', 'statefulsets');
export const daemonSets = of<Typed<DaemonSet>>('apps', 'daemonsets');
export const jobs = of<Typed<Job>>('batch', 'jobs');
export const cronJobs = of<Typed<CronJob>>('batch', 'cronjobs');
export const endpoints = of<Typed<Endpoints>>('', 'endpoints');
export const resourceQuotas = of<Typed<ResourceQuota>>('', 'resourcequotas');
export const persistentVolumeClaims = of<Typed<PersistentVolumeClaim>>('', 'persistentvolumeclaims');
export const persistentVolumes = of<Typed<PersistentVolume>>('', 'persistentvolumes', 'v1', false);
export const podDisruptionBudgets = of<Typed<PodDisruptionBudget>>('policy', 'poddisruptionbudgets');
export const storageClasses = of<Typed<StorageClass>>('storage.k8s.io', 'storageclasses', 'v1', false);
export const horizontalPodAutoscalers = of<Typed<HorizontalPodAutoscaler>>('autoscaling', 'horizontalpodautoscalers', 'v2');
