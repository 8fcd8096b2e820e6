import type { PodSpec, Toleration } from 'kubernetes-types/core/v1.d.ts';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import { type AdmissionPlugin, writesPods } from './plugin.ts';

const KEYS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'] as const;

/**
 * A pod stays on a node that is not ready or unreachable for this long, unless it says how long itself.
 * Source: kubernetes v1.32 plugin/pkg/admission/defaulttolerationseconds/admission.go.
 */
export function defaultTolerationSeconds(seconds: number): AdmissionPlugin {
  const tolerating = new WeakMap<PodSpec, PodSpec>();
  const defaults: Toleration[] = KEYS.map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: seconds }));
  const tolerate = (spec: PodSpec): PodSpec => {
    const own = spec.tolerations ?? [];
    const added = defaults.filter(({ key }) => !own.some((toleration) => covers(toleration, key!)));
    if (added.length === 0) return spec;
    return { ...spec, tolerations: own.length === 0 && added.length === defaults.length ? defaults : [...own, ...added] };
  };
  return {
    name: 'DefaultTolerationSeconds',
    admit: (request) => {
      const pod = request.object;
      const spec = pod?.spec as PodSpec | undefined;
      if (pod === undefined || spec === undefined || !writesPods(request)) return pod;
      let next = tolerating.get(spec);
      if (next === undefined) tolerating.set(spec, (next = tolerate(spec)));
      return next === spec ? pod : ({ ...pod, spec: next } as KubeObject);
    },
  };
}

const covers = (toleration: Toleration, key: string): boolean =>
  (!toleration.key || toleration.key === key) && (!toleration.effect || toleration.effect === 'NoExecute');
