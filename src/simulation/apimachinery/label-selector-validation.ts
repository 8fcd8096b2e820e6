import { forbidden, invalid, required } from './field.ts';
import type { FieldError, Path } from './field.ts';
import type { LabelSelector } from './meta.ts';
import { validateLabelName, validateLabels } from './object-meta.ts';
import { isValidLabelValue } from './validation.ts';

type Expression = NonNullable<LabelSelector['matchExpressions']>[number];

/** Source: apimachinery meta/v1/validation, ValidateLabelSelector. */
export function validateLabelSelector(selector: LabelSelector | undefined, at: Path): FieldError[] {
  if (selector === undefined) return [];
  return [
    ...validateLabels(selector.matchLabels, at.child('matchLabels')),
    ...(selector.matchExpressions ?? []).flatMap((expression, i) => validateExpression(expression, at.child('matchExpressions').index(i))),
  ];
}

function validateExpression({ key, operator, values = [] }: Expression, at: Path): FieldError[] {
  const errors: FieldError[] = [];
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) errors.push(required(at.child('values'), "must be specified when `operator` is 'In' or 'NotIn'"));
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0) errors.push(forbidden(at.child('values'), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
  } else errors.push(invalid(at.child('operator'), operator ?? '', 'not a valid selector operator'));
  errors.push(...validateLabelName(key ?? '', at.child('key')));
  values.forEach((value, i) => {
    errors.push(...isValidLabelValue(value).map((problem) => invalid(at.child('values').index(i), value, problem)));
  });
  return errors;
}
