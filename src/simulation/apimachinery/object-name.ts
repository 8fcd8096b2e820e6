import { isDNS1035Label, isDNS1123Label, isDNS1123Subdomain, isValidPathSegmentName } from './validation.ts';
import type { Problems } from './validation.ts';

/** Checks a name, or with `isPrefix` a generateName, whose last character may be a dash as more will follow. */
export type NameValidator = (name: string, isPrefix: boolean) => Problems;

function nameValidator(isValid: (name: string) => Problems): NameValidator {
  return (name, isPrefix) => isValid(isPrefix && name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name);
}

export const nameIsDNSSubdomain: NameValidator = nameValidator(isDNS1123Subdomain);
export const nameIsDNSLabel: NameValidator = nameValidator(isDNS1123Label);
export const nameIsDNS1035Label: NameValidator = nameValidator(isDNS1035Label);
export const nameIsPathSegment: NameValidator = nameValidator(isValidPathSegmentName);
