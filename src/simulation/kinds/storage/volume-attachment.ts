import type { VolumeAttachment } from 'kubernetes-types/storage/v1.d.ts';
import { deepEqual } from '../../apimachinery/equality.ts';
import { invalid, path, required } from '../../apimachinery/field.ts';
import type { FieldError } from '../../apimachinery/field.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { ageOf } from '../age.ts';
import { ageColumn, column, nameColumn } from '../columns.ts';
import { declareKind } from '../declare.ts';
import { fill } from '../fill.ts';
import { statusOnly } from '../strategies.ts';

/** Source: kubernetes v1.32 pkg/registry/storage/volumeattachment/strategy.go. */
export const volumeAttachmentKind = declareKind<Typed<VolumeAttachment>>({
  group: 'storage.k8s.io', version: 'v1', kind: 'VolumeAttachment', resource: 'volumeattachments', shortNames: [], categories: [],
  namespaced: false, subresources: ['status'], etcdPrefix: 'volumeattachments',
  default: (it) => fill(it, { status: { attached: false } }),
  strategy: {
    ...statusOnly({ attached: false }), validate,
    validateUpdate: (it, old) => (deepEqual(it.spec, old.spec) ? validate(it) : [...validate(it), invalid(path('spec'), it.spec, 'field is immutable')]),
  },
  printer: {
    columns: [
      nameColumn, column('Attacher', 'attacher indicates the name of the volume driver that MUST handle this request.'),
      column('PV', 'persistentVolumeName represents the name of the persistent volume to attach.'),
      column('Node', 'nodeName represents the node that the volume should be attached to.'),
      column('Attached', 'attached indicates the volume is successfully attached.'), ageColumn,
    ],
    row: ({ metadata, spec, status }, nowUs) => [
      metadata.name ?? '', spec.attacher, spec.source.persistentVolumeName ?? '', spec.nodeName, status?.attached === true, ageOf(metadata.creationTimestamp, nowUs),
    ],
  },
});

function validate(it: Typed<VolumeAttachment>): FieldError[] {
  const at = path('spec');
  const errors = (['attacher', 'nodeName'] as const).flatMap((field) => (it.spec?.[field] ? [] : [required(at.child(field), '')]));
  const { persistentVolumeName, inlineVolumeSpec } = it.spec?.source ?? {};
  if (!persistentVolumeName && !inlineVolumeSpec) errors.push(required(at.child('source'), 'must specify one of inlineVolumeSpec and persistentVolumeName'));
  return errors;
}
