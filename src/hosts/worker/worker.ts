import type { HostMessage, ViewerMessage } from '../../protocol/index.ts';
import { Conductor } from './conductor.ts';

const conductor = new Conductor({
  post: (message: HostMessage) => self.postMessage(message),
  nowMs: () => performance.now(),
  // Vite writes `true` here under `npm run dev`, and false into what is built.
  freeze: (import.meta as { env?: { DEV?: boolean } }).env?.DEV === true,
  later: (callback, delayMs) => void setTimeout(callback, delayMs),
});

/** What came before the code of kubectl, in order; null once it is here. */
let waiting: ViewerMessage[] | null = [];

/** kubectl is loaded beside the first picture, not before it. */
void import('../../simulation/cluster/with-kubectl.ts').then(() => {
  const messages = waiting ?? [];
  waiting = null;
  for (const message of messages) conductor.receive(message);
});

function needsKubectl(message: ViewerMessage): boolean {
  if (message.type === 'command') return message.command.type !== 'fault';
  return message.type === 'start' && message.session.commands.some(({ command }) => command.type !== 'fault');
}

self.onmessage = ({ data }: MessageEvent<ViewerMessage>) => {
  const mustWait = waiting !== null && (waiting.length > 0 || needsKubectl(data));
  if (mustWait && data.type !== 'ack') waiting!.push(data);
  else conductor.receive(data);
};
