import type { FieldError, Path } from '../../apimachinery/field.ts';
import { isConfigMapKey } from '../../apimachinery/validation.ts';
import { invalidFor } from '../values.ts';

/** What is wrong with a key of a ConfigMap or Secret. */
export function configKeyErrors(at: Path, key: string): FieldError[] {
  return invalidFor(at, key, isConfigMapKey(key));
}
