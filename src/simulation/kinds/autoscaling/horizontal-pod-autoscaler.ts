import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec, HPAScalingRules, MetricSpec, MetricStatus } from 'kubernetes-types/autoscaling/v2.d.ts';
import { forbidden, invalid, path, required } from '../../apimachinery/field.ts';
import type { FieldError, Path } from '../../apimachinery/field.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { ageOf } from '../age.ts';
import { ageColumn, column, nameColumn, orNone } from '../columns.ts';
import { declareKind } from '../declare.ts';
import { changeField, fill } from '../fill.ts';
import { statusOnly } from '../strategies.ts';
import { oneOf } from '../values.ts';

/** Source: kubernetes v1.32 pkg/registry/autoscaling/horizontalpodautoscaler/strategy.go; pkg/printers/internalversion/printers.go, printHorizontalPodAutoscaler. */
export const horizontalPodAutoscalerKind = declareKind<Typed<HorizontalPodAutoscaler>>({
  group: 'autoscaling', version: 'v2', kind: 'HorizontalPodAutoscaler', resource: 'horizontalpodautoscalers', shortNames: ['hpa'], categories: ['all'],
  namespaced: true, subresources: ['status'], etcdPrefix: 'horizontalpodautoscalers',
  default: (scaler) => changeField(fill(scaler, { status: { currentMetrics: null as never, desiredReplicas: 0 } }), 'spec', defaultSpec),
  strategy: { ...statusOnly({ currentMetrics: null, desiredReplicas: 0 }), validate, validateUpdate: validate },
  printer: {
    columns: [
      nameColumn, column('Reference', 'scaleTargetRef points to the target resource to scale.'),
      column('Targets', 'metrics contains the specifications for which to use to calculate the desired replica count.'),
      column('MinPods', 'minReplicas is the lower limit for the number of replicas to which the autoscaler can scale down.'),
      column('MaxPods', 'maxReplicas is the upper limit for the number of replicas to which the autoscaler can scale up.', 'integer'),
      column('Replicas', 'currentReplicas is current number of replicas of pods managed by this autoscaler.', 'integer'), ageColumn,
    ],
    row: ({ metadata, spec, status }, nowUs) => [
      metadata.name ?? '', `${spec?.scaleTargetRef.kind}/${spec?.scaleTargetRef.name}`, metricsText(spec?.metrics, status?.currentMetrics),
      spec?.minReplicas == null ? '<unset>' : String(spec.minReplicas), spec?.maxReplicas ?? 0, status?.currentReplicas ?? 0, ageOf(metadata.creationTimestamp, nowUs),
    ],
  },
});

const defaultMetrics: MetricSpec[] = [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }];

/** Source: kubernetes v1.32 pkg/apis/autoscaling/v2/defaults.go, SetDefaults_HorizontalPodAutoscaler. */
function defaultSpec(spec: HorizontalPodAutoscalerSpec): HorizontalPodAutoscalerSpec {
  const result = fill(spec, { minReplicas: 1, metrics: defaultMetrics });
  const metrics = result.metrics?.length ? result : { ...result, metrics: defaultMetrics };
  return changeField(metrics, 'behavior', (behavior) => ({
    scaleUp: fill<HPAScalingRules>(behavior.scaleUp ?? {}, {
      stabilizationWindowSeconds: 0, selectPolicy: 'Max',
      policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }, { type: 'Percent', value: 100, periodSeconds: 15 }],
    }),
    scaleDown: fill<HPAScalingRules>(behavior.scaleDown ?? {}, { selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] }),
  }));
}

function metricsText(specs: readonly MetricSpec[] | undefined, statuses: readonly MetricStatus[] | undefined | null): string {
  const texts = (specs ?? []).map((spec, i) => metricText(spec, statuses?.[i]));
  return orNone(texts.slice(0, 2).join(', ') + (texts.length > 2 ? ` + ${texts.length - 2} more...` : ''));
}

function metricText(spec: MetricSpec, status: MetricStatus | undefined): string {
  switch (spec.type) {
    case 'Resource': return resourceText(spec.resource?.name ?? '', spec.resource?.target, status?.resource?.current);
    case 'ContainerResource': return resourceText(spec.containerResource?.name ?? '', spec.containerResource?.target, status?.containerResource?.current);
    case 'Pods': return `${status?.pods?.current.averageValue ?? '<unknown>'}/${spec.pods?.target.averageValue ?? '<auto>'}`;
    case 'Object': return objectText(spec.object?.target, status?.object?.current);
    case 'External': return objectText(spec.external?.target, status?.external?.current);
    default: return '<unknown type>';
  }
}

interface Amounts {
  readonly averageUtilization?: number;
  readonly averageValue?: string;
  readonly value?: string;
}

function resourceText(name: string, target: Amounts | undefined, current: Amounts | undefined): string {
  if (target?.averageValue != null) return `${name}: ${current?.averageValue ?? '<unknown>'}/${target.averageValue}`;
  const now = current?.averageUtilization == null ? '<unknown>' : `${current.averageUtilization}%`;
  return `${name}: ${now}/${target?.averageUtilization == null ? '<auto>' : `${target.averageUtilization}%`}`;
}

function objectText(target: Amounts | undefined, current: Amounts | undefined): string {
  if (target?.averageValue != null) return `${current?.averageValue ?? '<unknown>'}/${target.averageValue} (avg)`;
  return `${current?.value ?? '<unknown>'}/${target?.value ?? '<auto>'}`;
}

const at = path('spec');

/** Source: kubernetes v1.32 pkg/apis/autoscaling/validation, validateHorizontalPodAutoscalerSpec. */
function validate(scaler: Typed<HorizontalPodAutoscaler>): FieldError[] {
  const { spec } = scaler;
  if (!spec) return [required(at.child('maxReplicas'), '')];
  const errors: FieldError[] = [];
  const min = spec.minReplicas ?? 1;
  if (min < 1) errors.push(invalid(at.child('minReplicas'), min, 'must be greater than or equal to 1'));
  if ((spec.maxReplicas ?? 0) < 1) errors.push(invalid(at.child('maxReplicas'), spec.maxReplicas ?? 0, 'must be greater than 0'));
  if (spec.maxReplicas < min) errors.push(invalid(at.child('maxReplicas'), spec.maxReplicas, 'must be greater than or equal to `minReplicas`'));
  for (const field of ['kind', 'name'] as const) if (!spec.scaleTargetRef?.[field]) errors.push(required(at.child('scaleTargetRef', field), ''));
  for (const [i, metric] of (spec.metrics ?? []).entries()) errors.push(...validateMetric(metric, at.child('metrics').index(i)));
  return errors;
}

const sources = [['ContainerResource', 'containerResource'], ['External', 'external'], ['Object', 'object'], ['Pods', 'pods'], ['Resource', 'resource']] as const;

function validateMetric(metric: MetricSpec, place: Path): FieldError[] {
  if (!metric.type) return [required(place.child('type'), 'must specify a metric source type')];
  const errors = oneOf(metric.type, sources.map(([type]) => type), place.child('type'));
  for (const [type, field] of sources) {
    if (type === metric.type && !metric[field]) errors.push(required(place.child(field), `must populate information for the given metric source`));
    if (type !== metric.type && metric[field]) errors.push(forbidden(place.child(field), 'must populate the given metric source only'));
  }
  return errors;
}
