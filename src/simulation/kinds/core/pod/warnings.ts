import type { Container, PodSpec } from 'kubernetes-types/core/v1.d.ts';
import { quote } from '../../../apimachinery/go-format.ts';
import { isDNS1123Label } from '../../../apimachinery/validation.ts';
import { memoise } from '../../fill.ts';
import { isWholeQuantity } from '../resources.ts';

const renamedLabels: readonly (readonly [string, string])[] = [
  ['beta.kubernetes.io/arch', 'deprecated since v1.14; use "kubernetes.io/arch" instead'],
  ['beta.kubernetes.io/os', 'deprecated since v1.14; use "kubernetes.io/os" instead'],
  ['failure-domain.beta.kubernetes.io/region', 'deprecated since v1.17; use "topology.kubernetes.io/region" instead'],
  ['failure-domain.beta.kubernetes.io/zone', 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead'],
  ['beta.kubernetes.io/instance-type', 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead'],
];

/** A pod's name becomes its host's name. Source: kubernetes v1.32 pkg/registry/core/pod/strategy.go, WarningsOnCreate. */
export function podNameWarnings(name: string): string[] {
  const problems = isDNS1123Label(name);
  if (problems.length === 0) return [];
  return [`metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [${problems.join(' ')}]`];
}

interface Warning {
  readonly field: string;
  readonly text: string;
}

/** Texts of Warning headers about a pod's or template's spec at `at`. Source: kubernetes v1.32 pkg/api/pod/warnings.go, warningsForPodSpecAndMeta. */
export function podWarnings(spec: PodSpec | undefined, at: string): string[] {
  return spec ? warningsOf(spec).map(({ field, text }) => `${at}.${field}: ${text}`) : [];
}

const warningsOf = memoise((spec: PodSpec): readonly Warning[] => {
  const warnings: Warning[] = [];
  for (const [label, text] of renamedLabels) if (spec.nodeSelector?.[label] !== undefined) warnings.push({ field: `nodeSelector[${label}]`, text });
  for (const list of ['initContainers', 'containers'] as const) {
    for (const [i, container] of (spec[list] ?? []).entries()) warnings.push(...containerWarnings(container, `${list}[${i}]`));
  }
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0) warnings.push({ field: 'terminationGracePeriodSeconds', text: 'must be >= 0; negative values are invalid and will be treated as 1' });
  return warnings;
});

function containerWarnings(container: Container, at: string): Warning[] {
  const warnings: Warning[] = [];
  for (const list of ['limits', 'requests'] as const) {
    for (const name of ['memory', 'ephemeral-storage']) {
      const quantity = container.resources?.[list]?.[name];
      if (quantity === undefined || isWholeQuantity(quantity)) continue;
      warnings.push({ field: `${at}.resources.${list}[${name}]`, text: `fractional byte value ${quote(quantity)} is invalid, must be an integer` });
    }
  }
  const seen = new Set<string>();
  for (const [i, env] of (container.env ?? []).entries()) {
    if (seen.has(env.name)) warnings.push({ field: `${at}.env[${i}]`, text: `hides previous definition of ${quote(env.name)}, which may be dropped when using apply` });
    seen.add(env.name);
  }
  return warnings;
}
