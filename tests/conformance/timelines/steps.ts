import type { KubeObject } from '../../../src/simulation/apimachinery/meta.ts';
import type { TimelineCase, TimelineEvent } from './case.ts';

/** What a Step of a recording asks to be done. */
export type Action =
  | { readonly do: 'kill' | 'start' | 'freeze' | 'thaw'; readonly node: string }
  | { readonly do: 'create'; readonly objects: readonly KubeObject[] }
  | { readonly do: 'kubectl'; readonly line: string; readonly recorded?: boolean };

/** A Step and when it is due: so long after the start, or after the last of the first `unknowns` nodes became Unknown. */
export interface Step {
  readonly event: TimelineEvent;
  readonly action: Action;
  readonly unknowns: number;
  readonly afterMs: number;
}

type Rule = readonly [RegExp, (match: RegExpExecArray, one: TimelineCase, event: TimelineEvent) => Action];

const kubectl = (line: string): Action => ({ do: 'kubectl', line });

const rules: readonly Rule[] = [
  [/^SIGKILL kubelet .*of (\S+)$/, ([, node]) => ({ do: 'kill', node })],
  [/^start kubelet .*?of (\S+)$/, ([, node]) => ({ do: 'start', node })],
  [/^SIGSTOP kubelet .*of (\S+)$/, ([, node]) => ({ do: 'freeze', node })],
  [/^SIGCONT kubelet .*of (\S+)$/, ([, node]) => ({ do: 'thaw', node })],
  [/^create /, (_match, one, event) => ({ do: 'create', objects: namedIn(event.what, one) })],
  [/^kubectl (.*)$/, ([, line]) => ({ do: 'kubectl', line: /^drain /.test(line) && !/--timeout/.test(line) ? `${line} --timeout=60s` : line, recorded: true })],
  [/^(cordon|uncordon) (\S+)$/, ([, verb, node]) => kubectl(`${verb} ${node}`)],
  [/^force delete (\w+) (\S+)/, ([, kind, name]) => kubectl(`delete ${kind} ${name} --force --grace-period=0 --wait=false -n demo`)],
  [/^delete (\w+) (\S+) \(gracePeriodSeconds=(\d+)\)/, ([, kind, name, seconds]) => kubectl(`delete ${kind} ${name} --grace-period=${seconds} --wait=false -n demo`)],
  [/^delete (\w+) (\S+?)(?: .*)?$/, ([, kind, name]) => kubectl(`delete ${kind} ${name} --wait=false -n demo`)],
  [/^scale (\w+) (\S+) \d+->(\d+)$/, ([, kind, name, to]) => kubectl(`scale ${kind} ${name} --replicas=${to} -n demo`)],
  [/^(pause|resume) (\w+) (\S+)$/, ([, verb, kind, name]) => kubectl(`rollout ${verb} ${kind}/${name} -n demo`)],
  [/^taint (\S+) (\S+)/, ([, node, taint]) => kubectl(`taint node ${node} ${taint}`)],
  [/^remove taint (\S+) from (\S+)$/, ([, taint, node], one) => kubectl(`taint node ${node} ${fullTaint(taint, one)}-`)],
  [/^undo: patch (\w+) (\S+) back to the first template/, ([, kind, name], one) => kubectl(`patch ${kind} ${name} -n demo -p ${quote(undoPatch(find(one, kind, name)))}`)],
  [/^patch (\w+) (\S+) template: image (\S+)$/, ([, kind, name, image], one) => kubectl(`patch ${kind} ${name} -n demo -p ${quote(imagePatch(find(one, kind, name), image))}`)],
  [/^patch (\w+) (\S+): new image .*\(annotation (\S+?)=(\S+?)\)/, ([, kind, name, key, value], one, event) =>
    kubectl(`patch ${kind} ${name} -n demo -p ${quote(failingPatch(find(one, kind, name), newImage(one, event), { [key]: value }))}`)],
  [/^rollout restart (\w+) (\S+)$/, ([, kind, name]) => kubectl(`rollout restart ${kind}/${name} -n demo`)],
];

const quote = (value: unknown): string => `'${JSON.stringify(value)}'`;

function find(one: TimelineCase, kind: string, name: string): KubeObject {
  const found = one.setup.objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (!found) throw new Error(`the Step speaks of ${kind} ${name}, which the set-up does not have`);
  return found;
}

/** The recording names the key by its last word. */
function fullTaint(word: string, one: TimelineCase): string {
  for (const { kind, what } of one.events) {
    const match = kind === 'Node' ? /^taint added ([^=:]+)/.exec(what) : null;
    if (match && (match[1] === word || match[1].endsWith(`/${word}`))) return match[1];
  }
  throw new Error(`no taint "${word}" is ever added`);
}

/** The objects of the set-up that a Step says it creates; all of them when it names none. */
function namedIn(what: string, one: TimelineCase): readonly KubeObject[] {
  const named = one.setup.objects.filter(({ kind, metadata }) => new RegExp(`\\b${kind} ${metadata.name}\\b`).test(what));
  return named.length > 0 ? named : one.setup.objects;
}

function imagePatch(object: KubeObject, image: string): object {
  const [container] = object.spec.template.spec.containers as { name: string }[];
  return { spec: { template: { spec: { containers: [{ name: container.name, image }] } } } };
}

/** The recordings' failing template has a readiness probe of its own, once a second. */
function failingPatch(object: KubeObject, image: string, annotations: Record<string, string>): object {
  const [container] = object.spec.template.spec.containers as { name: string; readinessProbe?: object }[];
  const readinessProbe = container.readinessProbe ?? { httpGet: { path: '/', port: 80 }, periodSeconds: 1 };
  return { spec: { template: { metadata: { annotations }, spec: { containers: [{ name: container.name, image, readinessProbe }] } } } };
}

function undoPatch(object: KubeObject): object {
  const template = object.spec.template;
  const annotations: Record<string, string | null> = { 'hollow.h1/readiness': null, 'hollow.h1/exit-after': null, 'hollow.h1/exit-code': null, ...template.metadata?.annotations };
  const [{ name, image, readinessProbe = null }] = template.spec.containers as { name: string; image: string; readinessProbe?: object }[];
  return { spec: { template: { metadata: { annotations }, spec: { containers: [{ name, image, readinessProbe }] } } } };
}

/** The image that turns up after the Step and was not there before. */
function newImage(one: TimelineCase, step: TimelineEvent): string {
  const old = new Set(one.setup.objects.flatMap((object) => ((object.spec?.template?.spec?.containers ?? []) as { image: string }[]).map(({ image }) => image)));
  for (const event of one.events) {
    const image = event.tMs >= step.tMs && event.kind === 'Event' ? /mage "([^"]+)"/.exec(event.what)?.[1] : undefined;
    if (image && !old.has(image)) return image;
  }
  return 'nginx:broken';
}

function actionOf(event: TimelineEvent, one: TimelineCase): Action {
  for (const [pattern, make] of rules) {
    const match = pattern.exec(event.what);
    if (match) return make(match, one, event);
  }
  throw new Error(`unknown Step: ${event.what}`);
}

/** The Steps of a recording, in order, each relative to the last Ready=Unknown before it, as its trigger's words have it. */
export function stepsOf(one: TimelineCase): Step[] {
  const unknown = one.events.filter((event) => event.kind === 'Node' && event.what.startsWith('Ready=Unknown'));
  return one.events.filter(({ kind }) => kind === 'Step').map((event) => {
    const before = unknown.filter(({ tMs }) => tMs < event.tMs);
    return { event, action: actionOf(event, one), unknowns: before.length, afterMs: event.tMs - (before.at(-1)?.tMs ?? 0) };
  });
}
