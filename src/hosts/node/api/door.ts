import type { ServerResponse } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import { type ApiAnswer, type ApiRequest, type ApiResponse, isStatusFailure, type NonResourceRequest, requestEntityTooLarge } from '../../../simulation/cluster/api.ts';
import type { Crank } from '../crank.ts';
import { MAX_SPEED, type Speed } from '../options.ts';
import { encodeEvent } from './encoding.ts';
import { logReply, type Reply, replyOf, statusReply } from './reply.ts';
import { toApiRequest } from './request.ts';

export type DoorContext = Context<{ Bindings: HttpBindings }>;

/** Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/server/config.go, MaxRequestBodyBytes. */
const MAX_BODY_BYTES = 3 * 1024 * 1024;
/** A watcher that leaves so much unread is dropped, and lists again when it has recovered. */
const MAX_UNREAD_BYTES = 32 * 1024 * 1024;

/** Answers everything below /api and /apis, and what the server tells about itself. */
export async function knock(crank: Crank, c: DoorContext): Promise<Response> {
  const body = await readBody(c);
  if (body === undefined) return toResponse(statusReply(requestEntityTooLarge(`limit is ${MAX_BODY_BYTES}`)));
  const url = new URL(c.req.url);
  const request = toApiRequest({ method: c.req.method, url, header: (name) => c.req.header(name), body });
  if (isStatusFailure(request)) return toResponse(statusReply(request));
  if ('verb' in request && request.verb === 'watch') return watch(crank, c, inVirtualTime(request, crank.speed));
  const answer = await ask(crank, c, request as ApiRequest | NonResourceRequest);
  if (answer.code === 0) return cutOff(c);
  if ('subresource' in request && request.subresource === 'log') return toResponse(logReply(answer as ApiResponse<unknown>, url.searchParams.get('timestamps') === 'true'));
  return toResponse(replyOf(answer));
}

const nothing = new Uint8Array();

/** Undefined when it is too large. */
/** A client outside counts real seconds: its watch is to last as long for it as it asked. */
function inVirtualTime(request: ApiRequest, speed: Speed): ApiRequest {
  const { timeoutSeconds } = request.query ?? {};
  if (timeoutSeconds === undefined || (speed !== 'max' && speed <= 1)) return request;
  return { ...request, query: { ...request.query, timeoutSeconds: Math.ceil(timeoutSeconds * (speed === 'max' ? MAX_SPEED : speed)) } };
}

async function readBody(c: DoorContext): Promise<Uint8Array | undefined> {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return nothing;
  if (Number(c.req.header('content-length') ?? 0) > MAX_BODY_BYTES) return undefined;
  const bytes = new Uint8Array(await c.req.arrayBuffer());
  return bytes.length > MAX_BODY_BYTES ? undefined : bytes;
}

function toResponse({ code, headers, body }: Reply): Response {
  return new Response(body as ConstructorParameters<typeof Response>[0], { status: code, headers: { 'cache-control': 'no-cache, private', ...headers } });
}

function ask(crank: Crank, c: DoorContext, request: ApiRequest | NonResourceRequest): Promise<ApiAnswer> {
  return new Promise((resolve) => {
    const { run } = crank;
    const call = crank.call(request, { onAnswer: resolve, onEvent: () => {}, onEnd: () => {} });
    c.env.outgoing.once('close', () => crank.hangUp(run, call));
  });
}

/** The server cannot be reached: the client sees its connection end, as if nobody listened. */
function cutOff(c: DoorContext): Response {
  c.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

/** GET …?watch=1: one JSON document per line for as long as both sides like. */
function watch(crank: Crank, c: DoorContext, request: ApiRequest): Promise<Response> {
  const { outgoing } = c.env;
  const { run } = crank;
  return new Promise((resolve) => {
    const call = crank.call(request, {
      onAnswer: (answer) => {
        if (answer.code === 0) return resolve(cutOff(c));
        if (answer.code !== 200) return resolve(toResponse(replyOf(answer)));
        outgoing.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
        outgoing.flushHeaders();
        resolve(RESPONSE_ALREADY_SENT);
      },
      onEvent: (event) => send(outgoing as ServerResponse, encodeEvent(event)),
      onEnd: () => void outgoing.end(),
    });
    outgoing.once('close', () => crank.hangUp(run, call));
  });
}

function send(outgoing: ServerResponse, line: string): void {
  if (outgoing.writableLength > MAX_UNREAD_BYTES) outgoing.destroy();
  else outgoing.write(line);
}
