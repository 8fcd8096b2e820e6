import type { Container as ContainerSpec, PodStatus, Probe } from 'kubernetes-types/core/v1.d.ts';
import { type ExecResult, isCriError } from '../../../contracts/cri.ts';
import type { PacketAnswer, PacketRequest } from '../../../contracts/programs.ts';
import { isNetworkFailure, type Process } from '../../../engine/index.ts';
import { kernelOf } from '../../../linux/index.ts';
import { type KubeletContext, podAbout, type PodObject } from '../context.ts';
import { containerField } from '../runtime/fields.ts';
import type { ProbeType } from './results.ts';

/** One try of a probe. */
export interface ProbeTry {
  readonly ok: boolean;
  readonly output: string;
}

const OK: ProbeTry = Object.freeze({ ok: true, output: '' });
const READINESS_ANNOTATION = 'hollow.h1/readiness';
const title: Record<ProbeType, string> = { liveness: 'Liveness', readiness: 'Readiness', startup: 'Startup' };

/** Asks containers how they are. Source: kubernetes v1.32 pkg/kubelet/prober/prober.go and pkg/probe. */
export class Prober {
  private readonly context: KubeletContext;
  private readonly runtimeName: () => string;

  constructor(context: KubeletContext, runtimeName: () => string) {
    this.context = context;
    this.runtimeName = runtimeName;
  }

  /** Tries once and tells of a failure in an event. */
  *probe(type: ProbeType, pod: PodObject, status: PodStatus, spec: ContainerSpec, containerId: string, probe: Probe): Process<boolean> {
    const result = yield* this.run(type, pod, status, spec, containerId, probe);
    if (!result.ok) this.context.containerEvent(pod, containerField(pod, spec.name), 'Warning', 'Unhealthy', `${title[type]} probe failed: ${result.output}`);
    return result.ok;
  }

  private *run(type: ProbeType, pod: PodObject, status: PodStatus, spec: ContainerSpec, containerId: string, probe: Probe): Process<ProbeTry> {
    if (probe.exec) return yield* this.exec(pod, containerId, probe);
    if (this.runtimeName() === 'fakeRuntime') return hollow(type, pod);
    const host = probe.httpGet?.host ?? probe.tcpSocket?.host ?? status.podIP ?? '';
    if (probe.httpGet) return yield* this.http(pod, host, portOf(spec, probe.httpGet.port), probe);
    if (probe.tcpSocket) return yield* this.tcp(pod, host, portOf(spec, probe.tcpSocket.port), probe);
    if (probe.grpc) return yield* this.grpc(pod, host, probe.grpc.port, probe);
    return OK;
  }

  private *exec(pod: PodObject, containerId: string, probe: Probe): Process<ProbeTry> {
    const command = probe.exec!.command ?? [];
    const timeoutSeconds = probe.timeoutSeconds ?? 1;
    const reply = yield* this.context.cri.call<ExecResult>({ method: 'ExecSync', containerId, command, timeoutSeconds }, podAbout(pod));
    if (isCriError(reply)) return { ok: false, output: reply.code === 'DeadlineExceeded' ? `command timed out: "${command.join(' ')}" timed out after ${timeoutSeconds}s` : reply.error };
    if (reply.exitCode === 0) return OK;
    return { ok: false, output: this.runtimeName() === 'fakeRuntime' ? 'emulated failure: exit code' : reply.output };
  }

  private *http(pod: PodObject, host: string, port: number, probe: Probe): Process<ProbeTry> {
    const path = probe.httpGet!.path ?? '/';
    const url = `${(probe.httpGet!.scheme ?? 'HTTP').toLowerCase()}://${host}:${port}${path}`;
    const answer = yield* this.send(pod, { ip: host, port, protocol: 'HTTP', path }, probe);
    if (answer === 'timeout') return { ok: false, output: `Get "${url}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)` };
    if (answer.outcome !== 'open') return { ok: false, output: `Get "${url}": dial tcp ${host}:${port}: connect: ${dialError(answer)}` };
    if (!answer.http) return { ok: false, output: `Get "${url}": net/http: HTTP/1.x transport connection broken: malformed HTTP response` };
    const { status } = answer.http;
    return status >= 200 && status < 400 ? OK : { ok: false, output: `HTTP probe failed with statuscode: ${status}` };
  }

  private *tcp(pod: PodObject, host: string, port: number, probe: Probe): Process<ProbeTry> {
    const answer = yield* this.send(pod, { ip: host, port, protocol: 'TCP', path: '' }, probe);
    if (answer === 'timeout') return { ok: false, output: `dial tcp ${host}:${port}: i/o timeout` };
    return answer.outcome === 'open' ? OK : { ok: false, output: `dial tcp ${host}:${port}: connect: ${dialError(answer)}` };
  }

  private *grpc(pod: PodObject, host: string, port: number, probe: Probe): Process<ProbeTry> {
    const answer = yield* this.send(pod, { ip: host, port, protocol: 'GRPC', path: probe.grpc!.service ?? '' }, probe);
    if (answer !== 'timeout' && answer.outcome === 'open') return OK;
    return { ok: false, output: `timeout: failed to connect service "${host}:${port}" within ${probe.timeoutSeconds ?? 1}s: context deadline exceeded` };
  }

  private *send(pod: PodObject, packet: PacketRequest, probe: Probe): Process<PacketAnswer | 'timeout'> {
    const { self } = this.context;
    const kernel = kernelOf(self.engine, self.machine);
    const reply = yield* self.engine.network.call<PacketAnswer>(self, kernel.actor, 'packet', `probe ${packet.protocol} :${packet.port}`, packet, {
      kind: 'packet',
      about: podAbout(pod),
      timeoutUs: (probe.timeoutSeconds ?? 1) * 1_000_000,
    });
    return isNetworkFailure(reply) ? 'timeout' : reply;
  }
}

const dialError = (answer: PacketAnswer): string => (answer.outcome === 'refused' ? 'connection refused' : 'no route to host');

/** A hollow node's probes succeed, unless the pod says otherwise. */
function hollow(type: ProbeType, pod: PodObject): ProbeTry {
  return type === 'readiness' && pod.metadata.annotations?.[READINESS_ANNOTATION] === 'fail' ? { ok: false, output: 'emulated failure' } : OK;
}

function portOf(spec: ContainerSpec, port: number | string): number {
  if (typeof port === 'number') return port;
  const named = [...(spec.ports ?? [])].find((candidate) => candidate.name === port);
  return named?.containerPort ?? Number(port);
}
