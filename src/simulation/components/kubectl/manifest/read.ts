import { parseApiVersion } from '../../../apimachinery/group.ts';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { Process } from '../../../engine/index.ts';
import { type Mapping, mappingOfType } from '../arguments/mapping.ts';
import type { Flags } from '../arguments/parse.ts';
import { fail, type Failure, failWithAll, KubectlError } from '../errors.ts';
import { goJson } from '../printers/json.ts';
import type { Session } from '../session.ts';
import { decodeManifest, type Decoded, type DocumentText } from './decode.ts';
import { kustomize } from './kustomize.ts';

/** One object of a manifest. */
export interface ManifestObject {
  readonly mapping: Mapping;
  /** With the namespace that it will be sent to. */
  readonly object: KubeObject;
  readonly namespace: string;
  readonly name: string;
  /** 'STDIN' or the file's path. */
  readonly source: string;
  readonly document: DocumentText;
}

export interface Manifests {
  readonly objects: readonly ManifestObject[];
  readonly failures: readonly Failure[];
}

interface File {
  readonly source: string;
  readonly text: string;
}

/** Reads what `-f` and `-k` name, in order. A file that does not exist ends the command. */
export function* readManifests(session: Session, flags: Flags): Process<Manifests> {
  const objects: ManifestObject[] = [];
  const failures: Failure[] = [];
  const validate = !['false', 'ignore'].includes(flags.text('validate')) && flags.text('validate') !== '';
  for (const file of filesOf(session, flags)) {
    for (const decoded of decodeManifest(file.text)) {
      if ('error' in decoded) throw parseError(session, file, decoded);
      yield* collect(session, file, decoded.document, decoded.value, validate, objects, failures);
    }
  }
  return { objects, failures };
}

/** As `readManifests`, but the first failure ends the command. */
export function* readManifestsOrFail(session: Session, flags: Flags): Process<readonly ManifestObject[]> {
  const { objects, failures } = yield* readManifests(session, flags);
  failWithAll(failures);
  return objects;
}

function filesOf(session: Session, flags: Flags): File[] {
  const folder = flags.text('kustomize');
  const files = flags.list('filename').flatMap((path) => filesAt(session, path));
  return folder === '' ? files : [...files, { source: folder, text: kustomize(session, folder) }];
}

function filesAt(session: Session, path: string): File[] {
  if (path === '-') return [{ source: 'STDIN', text: session.stdin ?? '' }];
  const text = session.context.readFile?.(path);
  if (text !== undefined) return [{ source: path, text }];
  const folder = session.context.listFiles?.(path);
  if (folder === undefined) fail(`the path "${path}" does not exist`);
  return folder.filter((name) => /\.(json|ya?ml)$/.test(name)).flatMap((name) => filesAt(session, `${path.replace(/\/$/, '')}/${name}`));
}

function parseError(session: Session, file: File, decoded: Extract<Decoded, { error: string }>): KubectlError {
  const { document, error, position } = decoded;
  session.problems.push({ message: error, document: document.index, ...position });
  return new KubectlError(`error: error parsing ${file.source}: ${error}`);
}

function* collect(
  session: Session, file: File, document: DocumentText, value: unknown, validate: boolean, objects: ManifestObject[], failures: Failure[],
): Process<void> {
  if (value === null || value === undefined) return;
  const object = value as KubeObject;
  if (validate) checkType(session, file, document, value);
  if (typeof object.kind !== 'string' || object.kind === '') refuse(session, document, `unable to decode "${file.source}": Object 'Kind' is missing in '${goJson(value)}'`);
  if (isList(object)) {
    for (const item of object.items as readonly unknown[]) yield* collect(session, file, document, item, validate, objects, failures);
    return;
  }
  yield* collectOne(session, file, document, object, objects, failures);
}

const isList = (object: KubeObject): boolean => object.kind.endsWith('List') && Array.isArray(object.items);

function checkType(session: Session, file: File, document: DocumentText, value: unknown): void {
  const complaint = typeComplaint(value);
  if (complaint === undefined) return;
  const text = `error validating "${file.source}": error validating data: ${complaint}; if you choose to ignore these errors, turn validation off with --validate=false`;
  refuse(session, document, text, complaint);
}

function typeComplaint(value: unknown): string | undefined {
  if (typeof value !== 'object' || Array.isArray(value) || value === null) return 'invalid object to validate';
  const { apiVersion, kind } = value as Partial<KubeObject>;
  for (const [field, text] of [['apiVersion', apiVersion], ['kind', kind]] as const) if (text && typeof text !== 'string') return `json: cannot unmarshal ${typeof text} into Go struct field TypeMeta.${field} of type string`;
  const missing = [...(apiVersion ? [] : ['apiVersion not set']), ...(kind ? [] : ['kind not set'])];
  return missing.length === 2 ? `[${missing.join(', ')}]` : missing[0];
}

function refuse(session: Session, document: DocumentText, text: string, message = text): never {
  session.problems.push({ message, document: document.index, line: document.firstLine, column: 1 });
  fail(text);
}

function* collectOne(
  session: Session, file: File, document: DocumentText, object: KubeObject, objects: ManifestObject[], failures: Failure[],
): Process<void> {
  const { source } = file;
  const { group, version } = parseApiVersion(String(object.apiVersion ?? ''));
  const metadata = (typeof object.metadata === 'object' ? object.metadata : undefined) ?? {};
  const mapping = yield* mappingOfType(session, group, version, object.kind);
  if (!mapping) {
    const missing = `no matches for kind "${object.kind}" in version "${object.apiVersion}"`;
    session.problems.push({ message: missing, document: document.index, field: 'kind' });
    const text = `resource mapping not found for name: "${metadata.name ?? ''}" namespace: "${metadata.namespace ?? ''}" from "${source}": ${missing}`;
    failures.push({ text: `${text}\nensure CRDs are installed first` });
    return;
  }
  const namespace = namespaceFor(session, mapping, metadata.namespace);
  const placed = mapping.namespaced && metadata.namespace !== namespace ? { ...metadata, namespace } : metadata;
  objects.push({ mapping, object: { ...object, metadata: placed }, namespace, name: metadata.name ?? '', source, document });
}

function namespaceFor(session: Session, mapping: Mapping, own: string | undefined): string {
  if (!mapping.namespaced) return '';
  if (!own) return session.namespace;
  if (session.namespaceGiven && own !== session.namespace) {
    fail(`the namespace from the provided object "${own}" does not match the namespace "${session.namespace}". You must pass '--namespace=${own}' to perform this operation.`);
  }
  return own;
}
