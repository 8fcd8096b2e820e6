import type { KubeObject } from '../../apimachinery/meta.ts';
import type { Status } from '../../apimachinery/status.ts';
import type { Flags } from './arguments/parse.ts';
import { type Mapping, printedKind } from './arguments/mapping.ts';
import { fail } from './errors.ts';
import type { ManifestObject } from './manifest/read.ts';
import { positionOf } from './manifest/position.ts';
import { printerFor } from './printers/printer.ts';
import type { Problem, Session } from './session.ts';

export type DryRun = 'none' | 'client' | 'server';

/** What `--dry-run` says. */
export function dryRunOf(flags: Flags): DryRun {
  const value = flags.text('dry-run');
  if (value === 'unchanged' || value === 'true') return 'client';
  if (value === '' || value === 'none' || value === 'false') return 'none';
  if (value === 'client' || value === 'server') return value;
  return fail(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
}

const suffixes: Readonly<Record<DryRun, string>> = { none: '', client: ' (dry run)', server: ' (server dry run)' };

export const dryRunSuffix = (flags: Flags): string => suffixes[dryRunOf(flags)];

/** `deployment.apps/web scaled`, or the object itself as `-o` wants it. */
export function printChange(session: Session, flags: Flags, mapping: Mapping, object: KubeObject, operation: string): void {
  const printer = printerFor(flags);
  const typed = object.kind ? object : { ...object, apiVersion: mapping.group ? `${mapping.group}/${mapping.version}` : mapping.version, kind: mapping.kind };
  if (printer) session.out(printer(typed));
  else session.line(`${printedKind(mapping)}/${object.metadata.name ?? ''} ${operation}${dryRunSuffix(flags)}`);
}

/** Query parameters of a request that changes something. */
export function changeQuery(flags: Flags, manager: string): { dryRun?: boolean; fieldManager: string; fieldValidation?: 'Strict' | 'Warn' | 'Ignore' } {
  return {
    ...(dryRunOf(flags) === 'server' ? { dryRun: true } : {}),
    fieldManager: flags.text('field-manager') || manager,
    fieldValidation: fieldValidationOf(flags),
  };
}

const validations = new Map<string, 'Strict' | 'Warn' | 'Ignore'>([['true', 'Strict'], ['strict', 'Strict'], ['warn', 'Warn'], ['ignore', 'Ignore'], ['false', 'Ignore'], ['', 'Strict']]);

function fieldValidationOf(flags: Flags): 'Strict' | 'Warn' | 'Ignore' {
  const value = flags.text('validate');
  return validations.get(value) ?? fail(`invalid - validate option "${value}"; must be one of: strict (or true), warn, ignore (or false)`);
}

/** Notes what the server said against a manifest, field by field, with the place in the text. */
export function noteProblems(session: Session, manifest: ManifestObject | undefined, status: Status): void {
  if (!manifest) return;
  for (const { message, field } of complaintsOf(status)) session.problems.push(located(manifest, message, field));
}

function located({ document }: ManifestObject, message: string, field: string | undefined): Problem {
  const place = field === undefined ? undefined : positionOf(document.text, field);
  const line = place ? { line: place.line + document.firstLine - 1, column: place.column } : { line: document.firstLine, column: 1 };
  return { message, document: document.index, ...line, ...(field === undefined ? {} : { field }) };
}

interface Complaint {
  readonly message: string;
  readonly field?: string;
}

function complaintsOf(status: Status): Complaint[] {
  const causes = status.details?.causes?.filter((cause) => cause.field) ?? [];
  if (causes.length > 0) return causes.map((cause) => ({ message: `${cause.field}: ${cause.message}`, field: cause.field }));
  const message = status.message ?? '';
  const unknown = [...message.matchAll(/(?:unknown|duplicate) field "([^"]+)"/g)];
  if (unknown.length > 0) return unknown.map((match) => ({ message: match[0], field: match[1] }));
  const typed = /cannot unmarshal .* into Go struct field \w+\.(\S+) of type/.exec(message);
  return [{ message, field: typed?.[1] }];
}
