import type { Status } from '../../apimachinery/status.ts';
import { isConnectionFailure } from '../../client-go/index.ts';

/** kubectl gives up: the whole text for stderr and the exit code. It is a program of its own, and this is its `exit`. */
export class KubectlError extends Error {
  override name = 'KubectlError';
  readonly exitCode: number;
  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Something that went wrong with one of several objects: kubectl's own complaint or the server's; all of them are printed at the end. */
export type Failure = { readonly text: string; readonly status?: undefined } | { readonly status: Status; readonly context?: string };

const SERVER = 'control-plane:6443';

/** 'error: …' for what kubectl itself finds wrong. */
export function fail(message: string): never {
  throw new KubectlError(message.startsWith('error: ') ? message : `error: ${message}`);
}

/** As `fail`, with the hint that kubectl gives for a wrong use. Source: kubectl cmd/util, UsageErrorf. */
export function usage(message: string, command: string): never {
  throw new KubectlError(`error: ${message}\nSee '${command} -h' for help and examples`);
}

/**
 * The text that kubectl prints for a Status. `context` such as 'error when creating "STDIN": ' goes in front of the server's message.
 * Source: kubectl v0.32 cmd/util/helpers.go, checkErr and StandardErrorMessage.
 */
export function statusText(status: Status, context = ''): string {
  if (isConnectionFailure(status)) return connectionText(status);
  if (status.reason === 'Invalid') return invalidText(status);
  return standardText(status, context);
}

/** As `statusText` without the special form for Invalid: one of several failures. Source: cmd/util, messageForError. */
export function standardText(status: Status, context = ''): string {
  if (isConnectionFailure(status)) return connectionText(status);
  const message = `${context}${status.message ?? ''}`;
  if (status.reason === 'Unauthorized') return `error: You must be logged in to the server (${message})`;
  return status.reason ? `Error from server (${status.reason}): ${message}` : `Error from server: ${message}`;
}

function connectionText(status: Status): string {
  if (status.message === 'connection refused') return `The connection to the server ${SERVER} was refused - did you specify the right host or port?`;
  return `Unable to connect to the server: ${connectionWords.get(status.message ?? '') ?? status.message}`;
}

const connectionWords = new Map([['timeout', 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)'], ['connection reset by peer', 'EOF']]);

function invalidText(status: Status): string {
  const { details } = status;
  if (!details) return `The request is invalid: ${status.message ?? ''}`;
  const causes = [...new Set((details.causes ?? []).map((cause) => `${cause.field ?? ''}: ${cause.message ?? ''}`))];
  const named = Boolean(details.kind) || Boolean(details.name);
  const subject = named ? `The ${details.kind ?? ''} "${details.name ?? ''}" is invalid` : 'The request is invalid';
  if (causes.length === 0) return named || !status.message ? subject : `${subject}: ${status.message}`;
  if (causes.length === 1) return `${subject}: ${causes[0]}`;
  return `${subject}: \n${causes.map((cause) => `* ${cause}`).join('\n')}`;
}

/** Ends the command with a Status. */
export function failWith(status: Status, context = ''): never {
  throw new KubectlError(statusText(status, context));
}

/** Ends the command with what went wrong, if anything did. One failure is printed as if it stood alone. Source: cmd/util, MultipleErrors. */
export function failWithAll(failures: readonly Failure[]): void {
  if (failures.length === 0) return;
  if (failures.length === 1) failAlone(failures[0]);
  throw new KubectlError(failures.map((failure) => (failure.status ? standardText(failure.status, failure.context) : failure.text)).join('\n'));
}

function failAlone(failure: Failure): never {
  if (failure.status) failWith(failure.status, failure.context);
  fail(failure.text);
}
