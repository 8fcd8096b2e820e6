import type { NodeSelector, NodeSelectorRequirement, NodeSelectorTerm } from 'kubernetes-types/core/v1.d.ts';
import { forbidden, invalid, required } from '../../../apimachinery/field.ts';
import type { FieldError, Path } from '../../../apimachinery/field.ts';
import { isDNS1123Subdomain, isQualifiedName } from '../../../apimachinery/validation.ts';
import { invalidFor } from '../../values.ts';

/** Source: kubernetes v1.32 pkg/apis/core/validation, ValidateNodeSelector. */
export function validateNodeSelector(selector: NodeSelector, at: Path): FieldError[] {
  const terms = selector.nodeSelectorTerms ?? [];
  if (terms.length === 0) return [required(at.child('nodeSelectorTerms'), 'must have at least one node selector term')];
  return terms.flatMap((term, i) => validateNodeSelectorTerm(term, at.child('nodeSelectorTerms').index(i)));
}

/** Source: kubernetes v1.32 pkg/apis/core/validation, ValidateNodeSelectorTerm. */
export function validateNodeSelectorTerm(term: NodeSelectorTerm, at: Path): FieldError[] {
  return [
    ...(term.matchExpressions ?? []).flatMap((requirement, i) => validateExpression(requirement, at.child('matchExpressions').index(i))),
    ...(term.matchFields ?? []).flatMap((requirement, i) => validateField(requirement, at.child('matchFields').index(i))),
  ];
}

function validateExpression(requirement: NodeSelectorRequirement, at: Path): FieldError[] {
  return [...validateValues(requirement, at), ...invalidFor(at.child('key'), requirement.key, isQualifiedName(requirement.key))];
}

function validateValues(requirement: NodeSelectorRequirement, at: Path): FieldError[] {
  const count = requirement.values?.length ?? 0;
  switch (requirement.operator) {
    case 'In': case 'NotIn':
      return count > 0 ? [] : [required(at.child('values'), "must be specified when `operator` is 'In' or 'NotIn'")];
    case 'Exists': case 'DoesNotExist':
      return count === 0 ? [] : [forbidden(at.child('values'), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
    case 'Gt': case 'Lt':
      return count === 1 ? [] : [required(at.child('values'), "must be specified single value when `operator` is 'Lt' or 'Gt'")];
    default: return [invalid(at.child('operator'), requirement.operator ?? '', 'not a valid selector operator')];
  }
}

function validateField(requirement: NodeSelectorRequirement, at: Path): FieldError[] {
  const values = requirement.values ?? [];
  const errors: FieldError[] = [];
  if (requirement.operator !== 'In' && requirement.operator !== 'NotIn') {
    errors.push(invalid(at.child('operator'), requirement.operator ?? '', 'not a valid selector operator'));
  } else if (values.length !== 1) {
    errors.push(required(at.child('values'), "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"));
  }
  if (requirement.key !== 'metadata.name') return [...errors, invalid(at.child('key'), requirement.key, 'not a valid field selector key')];
  return [...errors, ...values.flatMap((value, i) => invalidFor(at.child('values').index(i), value, isDNS1123Subdomain(value)))];
}
