type Data = Readonly<Record<string, unknown>>;

/** 'http-get http://:80/ delay=0s timeout=1s period=10s #success=1 #failure=3'. Source: kubectl describe, DescribeProbe. */
export function probeText(probe: Data): string {
  const times = `delay=${n(probe.initialDelaySeconds)}s timeout=${n(probe.timeoutSeconds)}s period=${n(probe.periodSeconds)}s #success=${n(probe.successThreshold)} #failure=${n(probe.failureThreshold)}`;
  return `${actionText(probe)} ${times}`;
}

const n = (value: unknown): string => String(value ?? 0);

function actionText(probe: Data): string {
  const exec = probe.exec as { command?: string[] } | undefined;
  const http = probe.httpGet as { scheme?: string; host?: string; port: unknown; path?: string } | undefined;
  const tcp = probe.tcpSocket as { host?: string; port: unknown } | undefined;
  const grpc = probe.grpc as { port: number; service?: string } | undefined;
  if (exec) return `exec [${(exec.command ?? []).join(' ')}]`;
  if (http) return `http-get ${(http.scheme ?? 'HTTP').toLowerCase()}://${http.host ?? ''}:${String(http.port)}${http.path ?? ''}`;
  if (tcp) return `tcp-socket ${tcp.host ?? ''}:${String(tcp.port)}`;
  return grpc ? `grpc <pod>:${grpc.port} ${grpc.service ?? ''}` : 'unknown';
}
