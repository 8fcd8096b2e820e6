import type { HorizontalPodAutoscaler as V1 } from 'kubernetes-types/autoscaling/v1.d.ts';
import type { HorizontalPodAutoscaler as V2, MetricSpec } from 'kubernetes-types/autoscaling/v2.d.ts';
import type { KubeObject } from '../../apimachinery/meta.ts';
import type { Conversion } from './event-conversion.ts';

const defined = (fields: object): object => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
const cpuMetric = (averageUtilization: number): MetricSpec => ({ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } });

/**
 * autoscaling/v1 HorizontalPodAutoscalers are kept as autoscaling/v2. Source: kubernetes v1.32 pkg/apis/autoscaling/v1/conversion.go.
 * Differs: metrics other than cpu utilization are not carried in annotations.
 */
export const autoscalerConversion: Conversion = {
  toStored: (object) => {
    const { spec, status, ...same } = object as unknown as V1;
    const { targetCPUUtilizationPercentage: percent, ...plain } = spec ?? { maxReplicas: 0, scaleTargetRef: { kind: '', name: '' } };
    const { currentCPUUtilizationPercentage: _, ...plainStatus } = status ?? { currentReplicas: 0, desiredReplicas: 0 };
    const metrics = percent == null ? {} : { metrics: [cpuMetric(percent)] };
    return { ...same, apiVersion: object.apiVersion === 'autoscaling/v1' ? 'autoscaling/v2' : object.apiVersion, spec: { ...plain, ...metrics }, ...(status === undefined ? {} : { status: plainStatus }) } as unknown as KubeObject;
  },
  fromStored: (object) => {
    const { spec, status, ...same } = object as unknown as V2;
    const target = spec?.metrics?.find((metric) => metric.resource?.name === 'cpu')?.resource?.target.averageUtilization;
    const current = status?.currentMetrics?.find((metric) => metric.resource?.name === 'cpu')?.resource?.current.averageUtilization;
    const plain = defined({ scaleTargetRef: spec?.scaleTargetRef, minReplicas: spec?.minReplicas, maxReplicas: spec?.maxReplicas, targetCPUUtilizationPercentage: target });
    const counted = defined({
      observedGeneration: status?.observedGeneration, lastScaleTime: status?.lastScaleTime, currentReplicas: status?.currentReplicas ?? 0,
      desiredReplicas: status?.desiredReplicas ?? 0, currentCPUUtilizationPercentage: current,
    });
    return { ...same, apiVersion: 'autoscaling/v1', spec: plain, status: counted } as unknown as KubeObject;
  },
};
