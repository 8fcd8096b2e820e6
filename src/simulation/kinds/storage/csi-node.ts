import type { CSINode } from 'kubernetes-types/storage/v1.d.ts';
import { duplicate, path, required } from '../../apimachinery/field.ts';
import type { FieldError } from '../../apimachinery/field.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { ageOf } from '../age.ts';
import { ageColumn, column, nameColumn } from '../columns.ts';
import { declareKind } from '../declare.ts';
import { changeField, fill } from '../fill.ts';

/** Source: kubernetes v1.32 pkg/registry/storage/csinode/strategy.go. */
export const csiNodeKind = declareKind<Typed<CSINode>>({
  group: 'storage.k8s.io', version: 'v1', kind: 'CSINode', resource: 'csinodes', shortNames: [], categories: [],
  namespaced: false, subresources: [], etcdPrefix: 'csinodes',
  default: (node) => changeField(node, 'spec', (spec) => fill(spec, { drivers: null as never })),
  strategy: { validate, validateUpdate: validate },
  printer: {
    columns: [nameColumn, column('Drivers', 'Drivers indicates the number of CSI drivers registered on the node', 'integer'), ageColumn],
    row: (node, nowUs) => [node.metadata.name ?? '', node.spec?.drivers?.length ?? 0, ageOf(node.metadata.creationTimestamp, nowUs)],
  },
});

function validate(node: Typed<CSINode>): FieldError[] {
  const names = new Set<string>();
  return (node.spec?.drivers ?? []).flatMap((driver, i) => {
    const at = path('spec', 'drivers').index(i);
    const errors = driver.name ? [] : [required(at.child('name'), '')];
    if (!driver.nodeID) errors.push(required(at.child('nodeID'), ''));
    if (names.has(driver.name)) errors.push(duplicate(at.child('name'), driver.name));
    names.add(driver.name);
    return errors;
  });
}
