import { formatMicroTime, isStatusFailure, type NonResourceResponse, type Status, type ApiResponse } from '../../../simulation/cluster/api.ts';
import { encode } from './encoding.ts';

/** What goes back over HTTP. */
export interface Reply {
  readonly code: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

const JSON_TYPE = 'application/json';

export function replyOf(response: ApiResponse<unknown> | NonResourceResponse): Reply {
  if ('contentType' in response) return { code: response.code, headers: { 'content-type': response.contentType }, body: asItIs(response.body) };
  const { code, body, warnings = [] } = response;
  // The last value of a header counts when a name comes twice; Warning may list several values in one.
  const warning = warnings.map((text) => `299 - ${quoted(text)}`).join(', ');
  return { code, headers: { 'content-type': JSON_TYPE, ...retryAfter(body), ...(warning === '' ? {} : { warning }) }, body: `${encode(body)}\n` };
}

function asItIs(body: unknown): string | Uint8Array {
  return typeof body === 'string' || body instanceof Uint8Array ? body : `${JSON.stringify(body)}\n`;
}

export function statusReply(status: Status): Reply {
  return replyOf({ code: status.code, body: status });
}

/** Header values are Latin-1; anything else is written as an escape. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&').replace(/[^\x20-\x7e]/g, ' ')}"`;
}

function retryAfter(body: unknown): Record<string, string> {
  const seconds = isStatusFailure(body) ? body.details?.retryAfterSeconds : undefined;
  return seconds === undefined ? {} : { 'retry-after': String(seconds) };
}

interface LogAnswer {
  readonly lines: readonly { readonly atUs: number; readonly text: string }[];
}

/** A container's log as plain text. */
export function logReply(response: ApiResponse<unknown>, timestamps: boolean): Reply {
  const lines = (response.body as Partial<LogAnswer>).lines;
  if (lines === undefined) return replyOf(response);
  const body = lines.map(({ atUs, text }) => `${timestamps ? `${formatMicroTime(atUs)} ` : ''}${text}\n`).join('');
  return { code: 200, headers: { 'content-type': 'text/plain' }, body };
}
