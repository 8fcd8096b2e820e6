import type { ResourceRequirements } from 'kubernetes-types/core/v1.d.ts';
import { forbidden, goText, invalid, required } from '../../apimachinery/field.ts';
import type { FieldError, Path } from '../../apimachinery/field.ts';
import { isQualifiedName } from '../../apimachinery/validation.ts';
import { sortedKeys } from '../values.ts';
import {
  isExtendedResource, isHugePages, isIntegerResource, isNativeResource, isOvercommitAllowed, isStandardContainerResource, isStandardResource,
} from './resource-names.ts';
import { canonical, compareQuantities, goQuantity, isNegativeQuantity, isWholeQuantity } from './resources.ts';

/** Requests and limits of a container. Source: kubernetes v1.32 pkg/apis/core/validation, ValidateContainerResourceRequirements. */
export function validateRequirements(resources: ResourceRequirements | undefined, at: Path): FieldError[] {
  const limits = resources?.limits ?? {};
  const requests = resources?.requests ?? {};
  const errors: FieldError[] = [];
  for (const name of sortedKeys(limits)) errors.push(...validateContainerResource(name, limits[name] ?? '', at.child('limits').key(name)));
  for (const name of sortedKeys(requests)) {
    errors.push(...validateContainerResource(name, requests[name] ?? '', at.child('requests').key(name)));
    errors.push(...validateAgainstLimit(name, requests[name] ?? '', limits[name], at));
  }
  const names = [...sortedKeys(limits), ...sortedKeys(requests)];
  if (names.some(isHugePages) && !names.includes('cpu') && !names.includes('memory')) errors.push(forbidden(at, 'HugePages require cpu or memory'));
  return errors;
}

function validateContainerResource(name: string, quantity: string, at: Path): FieldError[] {
  return [...validateContainerResourceName(name, at), ...validateQuantity(name, quantity, at)];
}

function validateContainerResourceName(name: string, at: Path): FieldError[] {
  const errors = validateResourceName(name, at);
  const value = goText(name);
  if (!name.includes('/')) {
    return isStandardContainerResource(name) ? errors : [...errors, invalid(at, value, 'must be a standard resource for containers')];
  }
  if (isNativeResource(name) || isExtendedResource(name)) return errors;
  return [...errors, invalid(at, value, "doesn't follow extended resource name standard")];
}

/** Source: kubernetes v1.32 pkg/apis/core/validation, validateResourceName. Names of resources are printed without quotes. */
export function validateResourceName(name: string, at: Path): FieldError[] {
  const messages = isQualifiedName(name);
  if (messages.length > 0) return messages.map((message) => invalid(at, goText(name), message));
  if (name.includes('/') || isStandardResource(name)) return [];
  return [invalid(at, goText(name), 'must be a standard resource type or fully qualified')];
}

/** Source: kubernetes v1.32 pkg/apis/core/validation, ValidateResourceQuantityValue. */
export function validateQuantity(name: string, quantity: string, at: Path): FieldError[] {
  const errors: FieldError[] = [];
  if (isNegativeQuantity(quantity)) errors.push(invalid(at, canonical(quantity), 'must be greater than or equal to 0'));
  if (isIntegerResource(name) && !isWholeQuantity(quantity)) errors.push(invalid(at, goText(goQuantity(quantity)), 'must be an integer'));
  return errors;
}

function validateAgainstLimit(name: string, request: string, limit: string | undefined, at: Path): FieldError[] {
  const overcommit = isOvercommitAllowed(name);
  if (limit === undefined) return overcommit ? [] : [required(at.child('limits'), 'Limit must be set for non overcommitable resources')];
  const order = compareQuantities(request, limit);
  if (order !== 0 && !overcommit) return [invalid(at.child('requests'), canonical(request), `must be equal to ${name} limit of ${canonical(limit)}`)];
  if (order > 0) return [invalid(at.child('requests'), canonical(request), `must be less than or equal to ${name} limit of ${canonical(limit)}`)];
  return [];
}
