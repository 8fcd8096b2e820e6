import type { Process } from '../../../engine/index.ts';
import type { ApiQuery, WatchEvent } from '../../../apimachinery/request.ts';
import { failure, isStatusFailure } from '../../../apimachinery/status.ts';
import type { WatchAnswer } from '../../../client-go/index.ts';
import { failWith } from '../errors.ts';
import { Mailbox } from '../mailbox.ts';
import type { Request, Session } from '../session.ts';

/** Discovery, health and the like: texts as they are, the rest as JSON. */
function* document(session: Session, path: string): Process<void> {
  const { code, body } = yield* session.client.fetch(path);
  if (code !== 200) failWith(isStatusFailure(body) ? body : MISSING);
  session.out(typeof body === 'string' ? body : path === '/version' ? JSON.stringify(body, null, 2) : `${JSON.stringify(body)}\n`);
}

/** For an answer that is no Status. */
const MISSING = failure(404, 'NotFound', 'the server could not find the requested resource');

type Place = Pick<Request, 'group' | 'version' | 'resource' | 'namespace' | 'name' | 'subresource'>;

/** `--raw PATH`: asks for exactly that and prints the answer as the server sent it. */
export function* raw(session: Session, method: 'get' | 'create' | 'delete', uri: string, body?: unknown): Process<void> {
  const [path, search = ''] = uri.split('?');
  const place = placeOfPath(path);
  if (!place) return yield* document(session, path);
  const query = queryOf(search);
  const watching = /(^|&)watch=(1|true)/.test(search);
  const verb = method === 'get' ? (watching ? 'watch' : place.name === undefined ? 'list' : 'get') : method;
  const reply = yield* session.send({ ...place, verb, query, body });
  if (isStatusFailure(reply)) failWith(reply);
  if (watching) yield* follow(session, reply as unknown as WatchAnswer, query.timeoutSeconds);
  else session.out(JSON.stringify(reply));
}

function* follow(session: Session, { stream }: WatchAnswer, seconds: number | undefined): Process<void> {
  const mailbox = new Mailbox<WatchEvent>(session.client.actor, stream, seconds === undefined ? undefined : seconds * 1_000_000);
  for (let event = yield* mailbox.next(); event !== undefined; event = yield* mailbox.next()) session.line(JSON.stringify({ type: event.type, object: inOrder(event.object) }));
  mailbox.close();
}

/** Kind and version first, and metadata in the order of Go's struct. */
function inOrder({ kind, apiVersion, metadata, ...rest }: WatchEvent['object']): object {
  const { name, namespace, uid, resourceVersion, creationTimestamp, ...more } = metadata;
  return { kind, apiVersion, metadata: { name, namespace, uid, resourceVersion, creationTimestamp, ...more }, ...rest };
}

/** `/api/v1/namespaces/page/pods/web/log` and the like. */
function placeOfPath(path: string): Place | undefined {
  const parts = path.split('/').filter((part) => part !== '');
  const core = parts[0] === 'api';
  if (!core && parts[0] !== 'apis') return undefined;
  const [group, version, ...rest] = core ? ['', parts[1], ...parts.slice(2)] : parts.slice(1);
  if (version === undefined || rest.length === 0) return undefined;
  const namespaced = rest[0] === 'namespaces' && rest.length > 2;
  const [resource, name, subresource] = namespaced ? rest.slice(2) : rest;
  return { group, version, resource, name, subresource, ...(namespaced ? { namespace: rest[1] } : {}) };
}

const textual = ['labelSelector', 'fieldSelector', 'resourceVersion', 'continue', 'fieldManager'];

function queryOf(search: string): ApiQuery {
  const pairs = search.split('&').filter((pair) => pair !== '').map((pair) => [pair.split('=')[0], decodeURIComponent(pair.slice(pair.indexOf('=') + 1))] as const);
  const texts = pairs.filter(([key]) => textual.includes(key));
  const numbers = pairs.filter(([key]) => key === 'limit' || key === 'timeoutSeconds').map(([key, value]) => [key, Number(value)] as const);
  return Object.fromEntries([...texts, ...numbers]);
}
