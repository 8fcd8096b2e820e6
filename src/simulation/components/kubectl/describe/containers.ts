import type { KubeObject } from '../../../apimachinery/meta.ts';
import { compareStrings } from '../../../apimachinery/equality.ts';
import { httpTime } from './time.ts';
import type { Lines } from './lines.ts';
import { probeText } from './probe.ts';

/** A part of an object: its fields have unknown types. */
type Data = KubeObject;

/** The containers of a pod or a template. With statuses, also what became of them. Source: kubectl describe, describeContainers. */
export function describeContainers(title: string, containers: readonly Data[] | undefined, statuses: readonly Data[] | undefined, lines: Lines, level: number): void {
  const byName = new Map((statuses ?? []).map((status) => [status.name as string, status]));
  lines.at(level, `${title}:${(containers ?? []).length === 0 ? ' <none>' : ''}`);
  for (const container of containers ?? []) {
    const status = byName.get(container.name as string);
    const inner = new Inner(lines, level);
    inner.basic(container, status);
    inner.command(container);
    if (status) inner.state(status);
    inner.resources(container);
    inner.probes(container);
    inner.environment(container);
    inner.mounts(container);
  }
}

class Inner {
  private readonly lines: Lines;
  private readonly level: number;

  constructor(lines: Lines, level: number) {
    this.lines = lines;
    this.level = level;
  }

  basic(container: Data, status: Data | undefined): void {
    this.lines.raw(`${this.level === 0 ? '  ' : '   '}${container.name}:\n`);
    if (status) this.field('Container ID', status.containerID ?? '');
    this.field('Image', container.image);
    if (status) this.field('Image ID', status.imageID ?? '');
    const ports = (container.ports ?? []) as Data[];
    const plural = ports.length > 1 ? 's' : '';
    this.field(`Port${plural}`, ports.map((port) => `${port.containerPort}/${port.protocol ?? 'TCP'}${port.name ? ` (${port.name})` : ''}`).join(', ') || '<none>');
    this.field(`Host Port${plural}`, ports.map((port) => `${port.hostPort ?? 0}/${port.protocol ?? 'TCP'}${port.name ? ` (${port.name})` : ''}`).join(', ') || '<none>');
  }

  private field(name: string, value: string): void {
    this.lines.raw(`    ${name}:\t${value}\n`);
  }

  private heading(name: string): void {
    this.lines.raw(`    ${name}:\n`);
  }

  private item(text: string): void {
    this.lines.raw(`      ${text}\n`);
  }

  command(container: Data): void {
    for (const [name, words] of [['Command', container.command], ['Args', container.args]] as const) {
      if (!words || (words as string[]).length === 0) continue;
      this.heading(name);
      for (const word of words as string[]) for (const line of word.split('\n')) this.item(line);
    }
  }

  state(status: Data): void {
    this.stateOf('State', status.state as Data | undefined);
    if (status.lastState && Object.keys(status.lastState as Data).length > 0) this.stateOf('Last State', status.lastState as Data);
    this.field('Ready', status.ready ? 'True' : 'False');
    this.field('Restart Count', String(status.restartCount ?? 0));
  }

  private stateOf(name: string, state: Data | undefined): void {
    if (state?.running) {
      this.field(name, 'Running');
      this.item(`Started:\t${httpTime(state.running.startedAt)}`);
    } else if (state?.terminated) this.terminated(name, state.terminated as Data);
    else {
      this.field(name, 'Waiting');
      if (state?.waiting?.reason) this.item(`Reason:\t${state.waiting.reason}`);
    }
  }

  private terminated(name: string, state: Data): void {
    this.field(name, 'Terminated');
    if (state.reason) this.item(`Reason:\t${state.reason}`);
    if (state.message) this.item(`Message:\t${state.message}`);
    this.item(`Exit Code:\t${state.exitCode}`);
    if (state.signal > 0) this.item(`Signal:\t${state.signal}`);
    this.item(`Started:\t${httpTime(state.startedAt)}`);
    this.item(`Finished:\t${httpTime(state.finishedAt)}`);
  }

  resources(container: Data): void {
    for (const [name, list] of [['Limits', container.resources?.limits], ['Requests', container.resources?.requests]] as const) {
      if (!list || Object.keys(list as Data).length === 0) continue;
      this.heading(name);
      for (const key of Object.keys(list as Data).sort(compareStrings)) this.item(`${key}:\t${(list as Data)[key]}`);
    }
  }

  probes(container: Data): void {
    for (const [name, probe] of [['Liveness', container.livenessProbe], ['Readiness', container.readinessProbe], ['Startup', container.startupProbe]] as const) {
      if (probe) this.field(name, probeText(probe as Data));
    }
  }

  environment(container: Data): void {
    const from = (container.envFrom ?? []) as Data[];
    if (from.length > 0) {
      this.heading('Environment Variables from');
      for (const one of from) this.item(envFromText(one));
    }
    const env = (container.env ?? []) as Data[];
    if (env.length === 0) return this.field('Environment', '<none>');
    this.heading('Environment');
    for (const one of env) this.item(envText(one));
  }

  mounts(container: Data): void {
    const mounts = (container.volumeMounts ?? []) as Data[];
    if (mounts.length === 0) return this.field('Mounts', '<none>');
    this.heading('Mounts');
    for (const mount of [...mounts].sort((a, b) => compareStrings(a.mountPath as string, b.mountPath as string))) {
      const flags = [mount.readOnly ? 'ro' : 'rw', ...(mount.subPath ? [`path="${mount.subPath}"`] : [])];
      this.item(`${mount.mountPath} from ${mount.name} (${flags.join(',')})`);
    }
  }
}

function envFromText(one: Data): string {
  const [kind, source] = one.configMapRef ? ['ConfigMap', one.configMapRef as Data] : ['Secret', one.secretRef as Data];
  return `${source.name}\t${kind}${one.prefix ? ` with prefix '${one.prefix}'` : ''}\tOptional: ${Boolean(source.optional)}`;
}

function envText(one: Data): string {
  const from = one.valueFrom as Data | undefined;
  if (!from) return `${one.name}:\t${String(one.value ?? '').split('\n').join('\n\t')}`;
  if (from.fieldRef) return `${one.name}:\t (${from.fieldRef.apiVersion ?? 'v1'}:${from.fieldRef.fieldPath})`;
  if (from.resourceFieldRef) return `${one.name}:\t${from.resourceFieldRef.containerName ?? ''} (${from.resourceFieldRef.resource})`;
  const [kind, reference] = from.secretKeyRef ? ['secret', from.secretKeyRef as Data] : ['config map', (from.configMapKeyRef ?? {}) as Data];
  return `${one.name}:\t<set to the key '${reference.key}' ${kind === 'secret' ? 'in secret' : 'of config map'} '${reference.name}'>\tOptional: ${Boolean(reference.optional)}`;
}
