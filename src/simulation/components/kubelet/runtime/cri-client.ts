import { type CriCall, type CriError, isCriError } from '../../../contracts/cri.ts';
import { type Actor, isNetworkFailure, type Process } from '../../../engine/index.ts';

const CALL_TIMEOUT_US = 120_000_000;

/** Asks the container runtime over its socket. A runtime that is away answers with a CriError of code Unavailable. */
export class CriClient {
  private readonly self: Actor;
  private readonly runtime: () => Actor;

  constructor(self: Actor, runtime: () => Actor) {
    this.self = self;
    this.runtime = runtime;
  }

  *call<T>(body: CriCall, about = '', timeoutUs = CALL_TIMEOUT_US): Process<T | CriError> {
    const reply = yield* this.self.engine.network.call<T | CriError>(this.self, this.runtime(), 'cri', body.method, body, { kind: 'cri', about, timeoutUs });
    if (!isNetworkFailure(reply)) return reply;
    if (reply.reason === 'timeout') return { error: 'context deadline exceeded', code: 'DeadlineExceeded' };
    return { error: 'connection error: desc = "transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: connection refused"', code: 'Unavailable' };
  }
}

/** The error as gRPC prints it; the kubelet leaves out the code Unknown. Source: kubernetes v1.32 staging cri-client remote_image.go. */
export function errorText(error: CriError): string {
  return error.code === undefined ? error.error : rpcText(error);
}

/** The error with its code always, as it comes from other calls than PullImage. */
export function rpcText(error: CriError): string {
  return `rpc error: code = ${error.code ?? 'Unknown'} desc = ${error.error}`;
}

export { isCriError };
