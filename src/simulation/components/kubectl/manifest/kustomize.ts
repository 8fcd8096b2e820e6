import { load } from 'js-yaml';
import { fnv1a32, safeEncodeString } from '../../../apimachinery/hash.ts';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import { applyStrategicMergePatch } from '../../../apimachinery/patch/strategic.ts';
import { base64 } from '../base64.ts';
import { fail } from '../errors.ts';
import { goJson } from '../printers/json.ts';
import { toYaml } from '../printers/yaml.ts';
import type { Session } from '../session.ts';
import { decodeManifest } from './decode.ts';
import { kubernetesSchema } from './schema.ts';

interface Generator {
  readonly name: string;
  readonly literals?: readonly string[];
  readonly files?: readonly string[];
  readonly type?: string;
  readonly options?: { readonly disableNameSuffixHash?: boolean };
}

/** The plain part of a kustomization: resources, names, namespace, labels, images, replicas, generators and merge patches. */
interface Kustomization {
  readonly resources?: readonly string[];
  readonly namePrefix?: string;
  readonly nameSuffix?: string;
  readonly namespace?: string;
  readonly commonLabels?: Readonly<Record<string, string>>;
  readonly commonAnnotations?: Readonly<Record<string, string>>;
  readonly labels?: readonly { readonly pairs: Readonly<Record<string, string>>; readonly includeSelectors?: boolean; readonly includeTemplates?: boolean }[];
  readonly images?: readonly { readonly name: string; readonly newName?: string; readonly newTag?: string }[];
  readonly replicas?: readonly { readonly name: string; readonly count: number }[];
  readonly configMapGenerator?: readonly Generator[];
  readonly secretGenerator?: readonly Generator[];
  readonly generatorOptions?: { readonly disableNameSuffixHash?: boolean };
  readonly patches?: readonly { readonly path?: string; readonly patch?: string }[];
}

const fileNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** The manifest that a kustomization makes. Source: sigs.k8s.io/kustomize, the fields named above. */
export function kustomize(session: Session, folder: string): string {
  return objectsIn(session, folder).map(toYaml).join('---\n');
}

function objectsIn(session: Session, folder: string): readonly KubeObject[] {
  const text = fileNames.map((name) => session.context.readFile?.(`${folder}/${name}`)).find((one) => one !== undefined);
  if (text === undefined) fail(`unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${session.context.absolutePath?.(folder) ?? folder}'`);
  const plan = (load(text, { schema: kubernetesSchema, json: true }) ?? {}) as Kustomization;
  const resources = (plan.resources ?? []).flatMap((path) => resource(session, `${folder}/${path}`));
  const generated = [...(plan.configMapGenerator ?? []).map((one) => generate(session, folder, plan, one, 'ConfigMap')), ...(plan.secretGenerator ?? []).map((one) => generate(session, folder, plan, one, 'Secret'))];
  return [...resources, ...generated].map((object) => transform(session, folder, plan, object));
}

function resource(session: Session, path: string): readonly KubeObject[] {
  const text = session.context.readFile?.(path);
  if (text === undefined) return objectsIn(session, path);
  return decodeManifest(text).flatMap((one) => ('error' in one ? fail(`accumulating resources: ${one.error}`) : one.value === null ? [] : [one.value as KubeObject]));
}

function generate(session: Session, folder: string, plan: Kustomization, { name, literals = [], files = [], type, options }: Generator, kind: 'ConfigMap' | 'Secret'): KubeObject {
  const pairs = literals.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const);
  const contents = files.map((spec) => {
    const path = spec.slice(spec.indexOf('=') + 1);
    const text = session.context.readFile?.(`${folder}/${path}`) ?? fail(`loading KV pairs: file sources: [${spec}]: evalsymlink failure on '${path}'`);
    return [spec.includes('=') ? spec.slice(0, spec.indexOf('=')) : path.slice(path.lastIndexOf('/') + 1), text] as const;
  });
  const data = Object.fromEntries([...pairs, ...contents].map(([key, value]) => [key, kind === 'Secret' ? base64(value) : value]));
  const plain = options?.disableNameSuffixHash ?? plan.generatorOptions?.disableNameSuffixHash ?? false;
  const suffix = plain ? '' : `-${safeEncodeString(String(fnv1a32(goJson({ name, data }))).padStart(10, '0')).slice(0, 10)}`;
  return { apiVersion: 'v1', kind, metadata: { name: `${name}${suffix}` }, data, ...(kind === 'Secret' ? { type: type ?? 'Opaque' } : {}) };
}

function transform(session: Session, folder: string, plan: Kustomization, object: KubeObject): KubeObject {
  const patched = (plan.patches ?? []).reduce((one, { path, patch }) => applyPatch(one, patch ?? session.context.readFile?.(`${folder}/${path}`) ?? ''), object);
  const { metadata } = patched;
  const labels = Object.assign({}, metadata.labels, plan.commonLabels, ...(plan.labels ?? []).map(({ pairs }) => pairs)) as Record<string, string>;
  const selected = Object.assign({}, plan.commonLabels, ...(plan.labels ?? []).filter(({ includeSelectors }) => includeSelectors).map(({ pairs }) => pairs)) as Record<string, string>;
  const annotations = { ...metadata.annotations, ...plan.commonAnnotations };
  const named: KubeObject['metadata'] = {
    ...metadata, name: `${plan.namePrefix ?? ''}${metadata.name}${plan.nameSuffix ?? ''}`,
    ...(plan.namespace ? { namespace: plan.namespace } : {}), ...(Object.keys(labels).length > 0 ? { labels } : {}), ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
  };
  const replicas = plan.replicas?.find(({ name }) => name === metadata.name)?.count;
  const scaled = replicas === undefined ? patched : { ...patched, spec: { ...patched.spec, replicas } };
  return { ...withImages(plan, withSelectors(selected, scaled)), metadata: named };
}

function applyPatch(object: KubeObject, source: string): KubeObject {
  const patch = load(source, { schema: kubernetesSchema, json: true }) as KubeObject | null;
  if (!patch || patch.kind !== object.kind || patch.metadata?.name !== object.metadata.name) return object;
  return applyStrategicMergePatch(object, patch, object.kind) as KubeObject;
}

function withSelectors(labels: Readonly<Record<string, string>>, object: KubeObject): KubeObject {
  if (Object.keys(labels).length === 0 || !object.spec) return object;
  const { selector, template } = object.spec;
  const added = selector === undefined ? {} : { selector: selector.matchLabels ? { ...selector, matchLabels: { ...selector.matchLabels, ...labels } } : { ...selector, ...labels } };
  const pods = template === undefined ? {} : { template: { ...template, metadata: { ...template.metadata, labels: { ...template.metadata?.labels, ...labels } } } };
  return { ...object, spec: { ...object.spec, ...added, ...pods } };
}

function withImages(plan: Kustomization, object: KubeObject): KubeObject {
  const containers = object.spec?.template?.spec?.containers as readonly { image: string }[] | undefined;
  if (!plan.images || !containers) return object;
  const changed = containers.map((container) => {
    const [, name, tag = ''] = /^(.*?)(:[^/:]+)?$/.exec(container.image) ?? [];
    const found = plan.images?.find((one) => one.name === name);
    return found ? { ...container, image: `${found.newName ?? name}${found.newTag ? `:${found.newTag}` : tag}` } : container;
  });
  const { template } = object.spec;
  return { ...object, spec: { ...object.spec, template: { ...template, spec: { ...template.spec, containers: changed } } } };
}
