import type { PodTemplate } from 'kubernetes-types/core/v1.d.ts';
import { path } from '../../apimachinery/field.ts';
import type { FieldError } from '../../apimachinery/field.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { column, containerCells, labelText, nameColumn } from '../columns.ts';
import { declareKind } from '../declare.ts';
import { changeField } from '../fill.ts';
import { podTemplateErrors } from '../pod-template-validation.ts';
import { generationOnly } from '../strategies.ts';
import { defaultPodTemplate } from './pod/defaults.ts';

/** Source: kubernetes v1.32 pkg/registry/core/podtemplate/strategy.go. */
export const podTemplateKind = declareKind<Typed<PodTemplate>>({
  group: '', version: 'v1', kind: 'PodTemplate', resource: 'podtemplates', shortNames: [], categories: [],
  namespaced: true, subresources: [], etcdPrefix: 'podtemplates',
  default: (template) => changeField(template, 'template', defaultPodTemplate),
  strategy: { ...generationOnly((template) => [template.template]), validate, validateUpdate: validate },
  printer: {
    columns: [
      nameColumn, column('Containers', 'Names of each container in the template.'),
      column('Images', 'Images referenced by each container in the template.'), column('Pod Labels', 'The labels for the pod template.'),
    ],
    row: ({ metadata, template }) => [metadata.name ?? '', ...containerCells(template?.spec?.containers), labelText(template?.metadata?.labels)],
  },
});

function validate(template: Typed<PodTemplate>): FieldError[] {
  return podTemplateErrors(template.template, path('template'));
}
