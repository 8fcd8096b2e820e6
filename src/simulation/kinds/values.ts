import { invalid, notSupported } from '../apimachinery/field.ts';
import type { FieldError, Path } from '../apimachinery/field.ts';
import { isValidPortName, isValidPortNum } from '../apimachinery/validation.ts';

/** Source: apimachinery api/validation, ValidateNonnegativeField. */
export function nonNegative(value: number | undefined | null, at: Path): FieldError[] {
  return value != null && value < 0 ? [invalid(at, value, 'must be greater than or equal to 0')] : [];
}

/** One of the supported values, which the message lists in the order given. */
export function oneOf(value: string | undefined | null, supported: readonly string[], at: Path): FieldError[] {
  return supported.includes(value ?? '') ? [] : [notSupported(at, value ?? '', supported)];
}

/** One error per message about the value. */
export function invalidFor(at: Path, value: unknown, messages: readonly string[]): FieldError[] {
  return messages.map((message) => invalid(at, value, message));
}

/** Source: kubernetes v1.32 pkg/apis/core/validation, ValidatePortNumOrName. */
export function portNumberOrName(port: number | string | undefined, at: Path): FieldError[] {
  const value = port ?? 0;
  return invalidFor(at, value, typeof value === 'number' ? isValidPortNum(value) : isValidPortName(value));
}

/** Of an apimachinery set: sorted, so that what is listed has one order. */
export function sortedKeys(object: object | undefined | null): string[] {
  return Object.keys(object ?? {}).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
