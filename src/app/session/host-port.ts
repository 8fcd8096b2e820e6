import type { HostMessage, ViewerMessage } from '../../protocol/index.ts';

/** What a host says to its session. `failed`: the host itself broke (a worker that cannot load), with the reason. */
export interface HostListener {
  message(message: HostMessage): void;
  failed(reason: string): void;
}

/** The wire to a host. Messages arrive in the order they were posted. After `close` nothing arrives any more. */
export interface HostPort {
  post(message: ViewerMessage): void;
  close(): void;
}

/** Opens a wire to a new host. */
export type Connect = (listener: HostListener) => HostPort;

/** A Web Worker as a host. */
export function workerPort(worker: Worker, listener: HostListener): HostPort {
  worker.onmessage = (event: MessageEvent<HostMessage>) => listener.message(event.data);
  worker.onerror = (event) => {
    event.preventDefault();
    listener.failed(event.message || 'the worker could not be loaded');
  };
  worker.onmessageerror = () => listener.failed('a message of the worker could not be read');
  return {
    post: (message) => worker.postMessage(message),
    close: () => {
      worker.onmessage = worker.onerror = worker.onmessageerror = null;
      worker.terminate();
    },
  };
}
