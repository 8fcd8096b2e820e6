import type { Container, DownwardAPIVolumeFile, KeyToPath, Volume, VolumeProjection } from 'kubernetes-types/core/v1.d.ts';
import { duplicate, forbidden, invalid, notFound, required } from '../../../apimachinery/field.ts';
import type { FieldError, Path } from '../../../apimachinery/field.ts';
import { isDNS1123Label } from '../../../apimachinery/validation.ts';
import { invalidFor, oneOf } from '../../values.ts';
import { isNegativeQuantity } from '../resources.ts';
import { validateFieldRef, volumeFields } from './validate-env.ts';

/** Source: kubernetes v1.32 pkg/apis/core/validation, ValidateVolumes. */
export function validateVolumes(volumes: readonly Volume[] | undefined, at: Path): FieldError[] {
  const errors: FieldError[] = [];
  const names = new Set<string>();
  for (const [i, volume] of (volumes ?? []).entries()) {
    const name = at.index(i).child('name');
    const wrong = validateSource(volume, at.index(i));
    if (!volume.name) wrong.push(required(name, ''));
    else wrong.push(...invalidFor(name, volume.name, isDNS1123Label(volume.name)));
    if (names.has(volume.name)) wrong.push(duplicate(name, volume.name));
    names.add(volume.name);
    errors.push(...wrong);
  }
  return errors;
}

type Source = Exclude<keyof Volume, 'name'>;

function validateSource(volume: Volume, at: Path): FieldError[] {
  const sources = (Object.keys(volume) as (keyof Volume)[]).filter((key): key is Source => key !== 'name' && volume[key] != null);
  if (sources.length === 0) return [required(at, 'must specify a volume type')];
  return sources.flatMap((source, index) => index === 0
    ? (rules[source]?.(volume, at.child(source)) ?? [])
    : [forbidden(at.child(source), 'may not specify more than 1 volume type')]);
}

const hostPathTypes = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'];

const rules: Partial<Record<Source, (volume: Volume, at: Path) => FieldError[]>> = {
  emptyDir: ({ emptyDir }, at) => emptyDir?.sizeLimit != null && isNegativeQuantity(emptyDir.sizeLimit)
    ? [forbidden(at.child('sizeLimit'), 'SizeLimit field must be a valid resource quantity')] : [],
  hostPath: ({ hostPath }, at) => hostPath?.path
    ? [...noBacksteps(hostPath.path, at.child('path')), ...oneOf(hostPath.type, hostPathTypes, at.child('type'))]
    : [required(at.child('path'), '')],
  secret: ({ secret }, at) => [
    ...(secret?.secretName ? [] : [required(at.child('secretName'), '')]),
    ...fileMode(secret?.defaultMode, at.child('defaultMode')), ...keysToPaths(secret?.items, at.child('items')),
  ],
  configMap: ({ configMap }, at) => [
    ...(configMap?.name ? [] : [required(at.child('name'), '')]),
    ...fileMode(configMap?.defaultMode, at.child('defaultMode')), ...keysToPaths(configMap?.items, at.child('items')),
  ],
  persistentVolumeClaim: ({ persistentVolumeClaim: claim }, at) => (claim?.claimName ? [] : [required(at.child('claimName'), '')]),
  downwardAPI: ({ downwardAPI }, at) => [
    ...fileMode(downwardAPI?.defaultMode, at.child('defaultMode')),
    ...(downwardAPI?.items ?? []).flatMap((item) => downwardFile(item, at)),
  ],
  projected: ({ projected }, at) => [
    ...fileMode(projected?.defaultMode, at.child('defaultMode')),
    ...(projected?.sources ?? []).flatMap((source, i) => validateProjection(source, at.child('sources').index(i))),
  ],
  nfs: ({ nfs }, at) => {
    const errors = nfs?.server ? [] : [required(at.child('server'), '')];
    if (!nfs?.path) errors.push(required(at.child('path'), ''));
    else if (!nfs.path.startsWith('/')) errors.push(invalid(at.child('path'), nfs.path, 'must be an absolute path'));
    return errors;
  },
  csi: ({ csi }, at) => (csi?.driver ? [] : [required(at.child('driver'), '')]),
  ephemeral: ({ ephemeral }, at) => (ephemeral?.volumeClaimTemplate ? [] : [required(at.child('volumeClaimTemplate'), '')]),
};

function validateProjection(projection: VolumeProjection, at: Path): FieldError[] {
  const { secret, configMap, downwardAPI, serviceAccountToken: token } = projection;
  const errors: FieldError[] = [];
  if (secret) errors.push(...(secret.name ? [] : [required(at.child('secret', 'name'), '')]), ...keysToPaths(secret.items, at.child('secret', 'items')));
  if (configMap) errors.push(...(configMap.name ? [] : [required(at.child('configMap', 'name'), '')]), ...keysToPaths(configMap.items, at.child('configMap', 'items')));
  for (const file of downwardAPI?.items ?? []) errors.push(...downwardFile(file, at.child('downwardAPI')));
  if (token) errors.push(...validateToken(token, at.child('serviceAccountToken')));
  const given = [secret, configMap, downwardAPI, token, projection.clusterTrustBundle].filter((source) => source != null).length;
  if (given > 1) errors.push(forbidden(at, 'may not specify more than 1 volume type per source'));
  return errors;
}

function validateToken(token: { readonly path?: string; readonly expirationSeconds?: number }, at: Path): FieldError[] {
  const errors: FieldError[] = [];
  const seconds = token.expirationSeconds ?? 3600;
  if (seconds < 600) errors.push(invalid(at.child('expirationSeconds'), seconds, 'may not specify a duration less than 10 minutes'));
  if (seconds > 4_294_967_296) errors.push(invalid(at.child('expirationSeconds'), seconds, 'may not specify a duration larger than 2^32 seconds'));
  return token.path ? errors : [...errors, required(at.child('path'), '')];
}

function downwardFile(file: DownwardAPIVolumeFile, at: Path): FieldError[] {
  const errors = file.path ? localPath(file.path, at.child('path')) : [required(at.child('path'), '')];
  if (file.fieldRef) errors.push(...validateFieldRef(file.fieldRef, volumeFields, at.child('fieldRef')));
  else if (!file.resourceFieldRef) errors.push(required(at, 'one of fieldRef and resourceFieldRef is required'));
  return [...errors, ...fileMode(file.mode, at.child('mode'))];
}

function keysToPaths(items: readonly KeyToPath[] | undefined, at: Path): FieldError[] {
  return (items ?? []).flatMap((item, i) => [
    ...(item.key ? [] : [required(at.index(i).child('key'), '')]),
    ...(item.path ? localPath(item.path, at.index(i).child('path')) : [required(at.index(i).child('path'), '')]),
    ...fileMode(item.mode, at.index(i).child('mode')),
  ]);
}

function fileMode(mode: number | undefined | null, at: Path): FieldError[] {
  return mode != null && (mode < 0 || mode > 0o777) ? [invalid(at, mode, 'must be a number between 0 and 0777 (octal), both inclusive')] : [];
}

function noBacksteps(text: string, at: Path): FieldError[] {
  return text.split('/').includes('..') ? [invalid(at, text, "must not contain '..'")] : [];
}

function localPath(text: string, at: Path): FieldError[] {
  const errors = descendingPath(text, at);
  if (text.startsWith('..') && !text.startsWith('../')) errors.push(invalid(at, text, "must not start with '..'"));
  return errors;
}

/** Source: kubernetes v1.32 pkg/apis/core/validation, validateLocalDescendingPath. */
function descendingPath(text: string, at: Path): FieldError[] {
  const errors = text.startsWith('/') ? [invalid(at, text, 'must be a relative path')] : [];
  return [...errors, ...noBacksteps(text, at)];
}

/** Source: kubernetes v1.32 pkg/apis/core/validation, ValidateVolumeMounts. */
export function validateMounts(container: Container, volumes: ReadonlySet<string>, at: Path): FieldError[] {
  const errors: FieldError[] = [];
  const places = new Set<string>();
  for (const [i, mount] of (container.volumeMounts ?? []).entries()) {
    const place = at.index(i);
    if (!mount.name) errors.push(required(place.child('name'), ''));
    if (!volumes.has(mount.name)) errors.push(notFound(place.child('name'), mount.name));
    if (!mount.mountPath) errors.push(required(place.child('mountPath'), ''));
    if (places.has(mount.mountPath)) errors.push(invalid(place.child('mountPath'), mount.mountPath, 'must be unique'));
    places.add(mount.mountPath);
    if (mount.subPath) errors.push(...descendingPath(mount.subPath, place.child('subPath')));
    if (mount.subPathExpr) errors.push(...descendingPath(mount.subPathExpr, place.child('subPathExpr')));
    if (mount.mountPropagation) errors.push(...oneOf(mount.mountPropagation, ['Bidirectional', 'HostToContainer', 'None'], place.child('mountPropagation')));
  }
  return errors;
}
