import type { NodeSpec, Taint } from 'kubernetes-types/core/v1.d.ts';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { AdmissionPlugin } from './plugin.ts';

const notReady: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

/** A new node takes no pods before it has been seen to be ready. Source: kubernetes v1.32 plugin/pkg/admission/nodetaint/admission.go. */
export const taintNodesByCondition: AdmissionPlugin = {
  name: 'TaintNodesByCondition',
  admit: ({ operation, group, resource, subresource, object: node }) => {
    if (operation !== 'CREATE' || resource !== 'nodes' || group !== '' || subresource !== '' || node === undefined) return node;
    const spec = (node.spec ?? {}) as NodeSpec;
    if (spec.taints?.some(({ key, effect }) => key === notReady.key && effect === notReady.effect)) return node;
    return { ...node, spec: { ...spec, taints: [...(spec.taints ?? []), notReady] } } as KubeObject;
  },
};
