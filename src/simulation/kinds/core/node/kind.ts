import type { Node } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { declareKind } from '../../declare.ts';
import { changeField, fill, withField } from '../../fill.ts';
import { keepAllButStatus } from '../../strategies.ts';
import { canonicalResources } from '../resources.ts';
import { nodePrinter } from './printer.ts';
import { validateNode, validateNodeUpdate } from './validation.ts';

/** Source: kubernetes v1.32 pkg/registry/core/node/strategy.go. A new node may bring its status. */
export const nodeKind = declareKind<Typed<Node>>({
  group: '', version: 'v1', kind: 'Node', resource: 'nodes', shortNames: ['no'], categories: [],
  namespaced: false, subresources: ['proxy', 'status'], etcdPrefix: 'minions',
  default: defaultNode,
  strategy: {
    validate: validateNode,
    prepareForUpdate: (node, old) => withField(node, 'status', old.status),
    validateUpdate: validateNodeUpdate,
    prepareForStatusUpdate: (node, old) => withField(keepAllButStatus(node, old), 'metadata', node.metadata),
    selectableFields: (node) => ({ 'spec.unschedulable': String(node.spec?.unschedulable === true) }),
  },
  printer: nodePrinter,
});

/** What can be allocated is, unless said, what is there. Source: kubernetes v1.32 pkg/apis/core/v1/defaults.go, SetDefaults_NodeStatus. */
function defaultNode(node: Typed<Node>): Typed<Node> {
  return changeField(fill(node, { spec: {}, status: {} }), 'status', (status) => {
    const result = status.allocatable == null && status.capacity != null ? { ...status, allocatable: status.capacity } : status;
    return changeField(changeField(result, 'capacity', canonicalResources), 'allocatable', canonicalResources);
  });
}
