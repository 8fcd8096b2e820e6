import type { HostMessage, ViewerMessage } from '../../protocol/index.ts';
import { Conductor } from './conductor.ts';

const conductor = new Conductor({
  post: (message: HostMessage) => self.postMessage(message),
  nowMs: () => performance.now(),
  later: (callback, delayMs) => void setTimeout(callback, delayMs),
});

self.onmessage = (event: MessageEvent<ViewerMessage>) => conductor.receive(event.data);
