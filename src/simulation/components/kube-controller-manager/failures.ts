import type { Status } from '../../apimachinery/status.ts';

/** True when a create was refused because its namespace is being deleted. Source: apimachinery api/errors, HasStatusCause(NamespaceTerminating). */
export function isNamespaceTerminating(status: Status): boolean {
  return status.details?.causes?.some((cause) => cause.reason === 'NamespaceTerminating') ?? false;
}

/** What a failure says. */
export const textOf = (status: Status): string => status.message ?? status.reason ?? 'unknown error';
