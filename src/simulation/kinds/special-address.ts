import { invalid } from '../apimachinery/field.ts';
import type { FieldError, Path } from '../apimachinery/field.ts';

/** Addresses at which no endpoint can be. Source: kubernetes v1.32 pkg/apis/core/validation, ValidateNonSpecialIP. */
export function specialAddressErrors(address: string, at: Path): FieldError[] {
  if (address === '0.0.0.0' || address === '::') return [invalid(at, address, 'may not be unspecified (0.0.0.0 or ::)')];
  if (address.startsWith('127.') || address === '::1') return [invalid(at, address, 'may not be in the loopback range (127.0.0.0/8, ::1/128)')];
  if (address.startsWith('169.254.') || /^fe[89ab]/i.test(address)) return [invalid(at, address, 'may not be in the link-local range (169.254.0.0/16, fe80::/10)')];
  if (address.startsWith('224.0.0.') || /^ff02:/i.test(address)) return [invalid(at, address, 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)')];
  return [];
}
