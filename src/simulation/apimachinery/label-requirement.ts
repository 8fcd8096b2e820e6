import { aggregateText, invalid, notSupported, path } from './field.ts';
import type { FieldError, Path } from './field.ts';
import { GoText, goStrings, quote } from './go-format.ts';
import { isValidLabelValue, isQualifiedName } from './validation.ts';

export type LabelOperator = 'in' | 'notin' | '=' | '==' | '!=' | 'gt' | 'lt' | 'exists' | '!';

export interface Requirement {
  readonly key: string;
  readonly operator: LabelOperator;
  /** Sorted, without repetition. */
  readonly values: readonly string[];
}

export type Labels = Readonly<Record<string, string>>;

/** Whether these labels meet the requirement. */
export function satisfies({ key, operator, values }: Requirement, labels: Labels): boolean {
  const value = labels[key];
  switch (operator) {
    case 'exists': return value !== undefined;
    case '!': return value === undefined;
    case '=': case '==': return value !== undefined && value === values[0];
    case '!=': return value !== values[0];
    case 'in': return value !== undefined && values.includes(value);
    case 'notin': return value === undefined || !values.includes(value);
    case 'gt': case 'lt': return value !== undefined && compareIntegers(value, values[0] ?? '', operator);
  }
}

function compareIntegers(value: string, bound: string, operator: 'gt' | 'lt'): boolean {
  if (!isInteger(value) || !isInteger(bound)) return false;
  return operator === 'gt' ? Number(value) > Number(bound) : Number(value) < Number(bound);
}

function isInteger(text: string): boolean {
  return /^[+-]?\d+$/.test(text);
}

const operatorSigns: Readonly<Record<LabelOperator, string>> = {
  'in': ' in ', 'notin': ' notin ', '=': '=', '==': '==', '!=': '!=', 'gt': '>', 'lt': '<', 'exists': '', '!': '',
};

/** 'tier in (a,b)', as Go prints it. */
export function requirementText({ key, operator, values }: Requirement): string {
  if (operator === '!') return `!${key}`;
  if (operator === 'exists') return key;
  const list = values.join(',');
  return `${key}${operatorSigns[operator]}${operator === 'in' || operator === 'notin' ? `(${list})` : list}`;
}

const selectorOperators: readonly LabelOperator[] = ['in', 'notin', '=', '==', '!=', 'gt', 'lt', 'exists', '!'];

/** What is wrong with a requirement, as one text, or undefined. Source: apimachinery labels/selector.go, NewRequirement. */
export function requirementProblem({ key, operator, values }: Requirement): string | undefined {
  const valuePath = path('values');
  const errors: FieldError[] = [
    ...labelKeyErrors(key, path('key')),
    ...valueCountErrors(operator, values, valuePath),
    ...values.flatMap((value, i) => labelValueErrors(key, value, valuePath.index(i))),
  ];
  return errors.length === 0 ? undefined : aggregateText(errors);
}

export function labelKeyErrors(key: string, at: Path | undefined): FieldError[] {
  const problems = isQualifiedName(key);
  return problems.length === 0 ? [] : [invalid(at, key, problems.join('; '))];
}

function labelValueErrors(key: string, value: string, at: Path): FieldError[] {
  const problems = isValidLabelValue(value);
  return problems.length === 0 ? [] : [invalid(at.key(key), value, problems.join('; '))];
}

function valueCountErrors(operator: LabelOperator, values: readonly string[], at: Path): FieldError[] {
  const wrong = (words: string): FieldError[] => [invalid(at, new GoText(goStrings(values)), words)];
  switch (operator) {
    case 'in': case 'notin': return values.length > 0 ? [] : wrong("for 'in', 'notin' operators, values set can't be empty");
    case '=': case '==': case '!=': return values.length === 1 ? [] : wrong('exact-match compatibility requires one single value');
    case 'exists': case '!': return values.length === 0 ? [] : wrong('values set must be empty for exists and does not exist');
    case 'gt': case 'lt': return values.length === 1 ? integerErrors(values, at) : wrong("for 'Gt', 'Lt' operators, exactly one value is required");
    default: return [notSupported(path('operator'), new GoText(quote(operator)), selectorOperators)];
  }
}

function integerErrors(values: readonly string[], at: Path): FieldError[] {
  return values.flatMap((value, i) => (isInteger(value) ? [] : [invalid(at.index(i), value, "for 'Gt', 'Lt' operators, the value must be an integer")]));
}
