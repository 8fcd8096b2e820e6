import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type ApiAnswer, type ApiRequest, failure, isStatusFailure, type Status } from '../../../simulation/cluster/api.ts';
import type { Crank } from '../crank.ts';
import { refusal } from '../guard.ts';
import { parsePath } from './path.ts';

/** Source: kubernetes v1.32 staging/src/k8s.io/apimachinery/pkg/util/remotecommand/constants.go. */
const protocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];
const STDOUT = 1;
const ERROR = 3;
const MAX_FRAME_BYTES = 1024 * 1024;

interface ExecAnswer {
  readonly exitCode: number;
  readonly output: string;
}

/** GET …/pods/NAME/exec as a WebSocket: runs the command to its end, then sends its output and its exit status. Differs: stdin is not read. */
export class ExecDoor {
  private readonly server = new WebSocketServer({
    noServer: true, maxPayload: MAX_FRAME_BYTES,
    handleProtocols: (offered) => protocols.find((protocol) => offered.has(protocol)) ?? false,
  });
  private readonly crank: Crank;

  constructor(crank: Crank) {
    this.crank = crank;
  }

  /** Takes over a connection that wants to be something else than HTTP. */
  upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const request = execRequest(incoming);
    if (request === undefined) return void socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    this.server.handleUpgrade(incoming, socket, head, (client) => this.run(client, request));
  }

  close(): void {
    for (const client of this.server.clients) client.terminate();
    this.server.close();
  }

  private run(client: WebSocket, request: ApiRequest): void {
    const { run } = this.crank;
    client.on('error', () => client.terminate());
    const call = this.crank.call(request, { onAnswer: (answer) => tell(client, answer), onEvent: () => {}, onEnd: () => {} });
    client.once('close', () => this.crank.hangUp(run, call));
  }
}

function execRequest(incoming: IncomingMessage): ApiRequest | undefined {
  const { host, origin } = incoming.headers;
  if (refusal(host, origin) !== undefined) return undefined;
  try {
    const url = new URL(incoming.url ?? '/', 'http://localhost');
    const path = parsePath(url.pathname);
    if (path?.resource !== 'pods' || path.subresource !== 'exec') return undefined;
    const body = { container: url.searchParams.get('container') ?? undefined, command: url.searchParams.getAll('command') };
    return { ...path, verb: 'connect', body, user: incoming.headers['impersonate-user']?.toString() ?? 'kubernetes-admin', userAgent: incoming.headers['user-agent'] ?? '' };
  } catch {
    return undefined;
  }
}

function tell(client: WebSocket, { code, body }: ApiAnswer): void {
  const { output, exitCode } = body as Partial<ExecAnswer>;
  // The runtime hands over lines without the last one's end.
  if (output) send(client, STDOUT, output.endsWith('\n') ? output : `${output}\n`);
  send(client, ERROR, JSON.stringify(isStatusFailure(body) ? body : code === 0 ? failure(500, 'InternalError', String(body)) : endOf(exitCode ?? 0)));
  client.close(1000);
}

function endOf(exitCode: number): Pick<Status, 'status' | 'metadata'> {
  if (exitCode === 0) return { metadata: {}, status: 'Success' };
  const details = { causes: [{ reason: 'ExitCode', message: String(exitCode) }] };
  return { ...failure(500, 'InternalError', `command terminated with non-zero exit code: error executing command, exit code ${exitCode}`, details), reason: 'NonZeroExitCode' } as unknown as Status;
}

function send(client: WebSocket, channel: number, text: string): void {
  client.send(Buffer.concat([Buffer.of(channel), Buffer.from(text)]));
}
