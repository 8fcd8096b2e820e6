import type { KubeObject } from '../../../apimachinery/meta.ts';
import { describeContainers } from './containers.ts';
import type { Lines } from './lines.ts';
import { describeTolerations } from './tolerations.ts';
import { describeVolumes } from './volumes.ts';

/** 'Pod Template:' and what pods will look like. Source: kubectl describe, DescribePodTemplate. */
export function describePodTemplate(template: KubeObject | undefined, lines: Lines): void {
  lines.line('Pod Template:');
  if (!template) return lines.line('  <unset>');
  lines.labels(1, template.metadata?.labels);
  const annotations = template.metadata?.annotations;
  if (annotations && Object.keys(annotations).length > 0) lines.map(1, 'Annotations', annotations, ': ');
  const { spec } = template;
  if (spec.serviceAccountName) lines.at(1, `Service Account:\t${spec.serviceAccountName}`);
  if (spec.initContainers?.length > 0) describeContainers('Init Containers', spec.initContainers, undefined, lines, 1);
  describeContainers('Containers', spec.containers, undefined, lines, 1);
  describeVolumes(spec.volumes, lines, 1);
  if (spec.topologySpreadConstraints?.length > 0) describeSpread(spec.topologySpreadConstraints, lines, 1);
  if (spec.priorityClassName) lines.at(1, `Priority Class Name:\t${spec.priorityClassName}`);
  lines.map(1, 'Node-Selectors', spec.nodeSelector, '=');
  describeTolerations(spec.tolerations, lines, 1);
}

interface Spread {
  readonly topologyKey: string;
  readonly whenUnsatisfiable: string;
  readonly maxSkew: number;
  readonly labelSelector?: { readonly matchLabels?: Readonly<Record<string, string>> };
}

export function describeSpread(constraints: readonly Spread[], lines: Lines, level: number): void {
  const indent = '  '.repeat(level);
  lines.raw(`${indent}Topology Spread Constraints:\t`);
  constraints.forEach((one, i) => {
    const labels = Object.entries(one.labelSelector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`).join(',');
    lines.raw(`${i === 0 ? '' : '\t'}${one.topologyKey}:${one.whenUnsatisfiable} when max skew ${one.maxSkew} is exceeded for selector ${labels}\n`);
  });
}
