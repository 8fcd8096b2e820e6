import type { KubeObject } from '../../../apimachinery/meta.ts';
import { isStatusFailure } from '../../../apimachinery/status.ts';
import { compareStrings } from '../../../apimachinery/equality.ts';
import type { Process } from '../../../engine/index.ts';
import { builtIn } from '../arguments/mapping.ts';
import type { Session } from '../session.ts';
import type { DescribeContext } from './describer.ts';
import { describeEvents } from './events.ts';
import type { Lines } from './lines.ts';
import { volumeFields } from './volumes.ts';

const modes = new Map([['ReadWriteOnce', 'RWO'], ['ReadOnlyMany', 'ROX'], ['ReadWriteMany', 'RWX'], ['ReadWriteOncePod', 'RWOP']]);
const modeOrder = ['RWO', 'ROX', 'RWX', 'RWOP'];

function modesText(list: readonly string[] | undefined): string {
  const short = [...new Set((list ?? []).map((mode) => modes.get(mode) ?? mode))];
  return short.sort((a, b) => modeOrder.indexOf(a) - modeOrder.indexOf(b)).join(',');
}

const finalizersText = ({ metadata }: KubeObject): string => `[${(metadata.finalizers ?? []).join(' ')}]`;

/** Source: kubectl describe, describePVC. */
export function* describeClaim(session: Session, object: KubeObject, lines: Lines, { showEvents }: DescribeContext): Process<void> {
  const { metadata, spec, status = {} } = object;
  const bound = Boolean(spec.volumeName);
  lines.line(`Name:\t${metadata.name}`);
  lines.line(`Namespace:\t${metadata.namespace}`);
  lines.line(`StorageClass:\t${spec.storageClassName ?? ''}`);
  lines.line(metadata.deletionTimestamp ? `Status:\tTerminating (lasts ${metadata.deletionTimestamp})` : `Status:\t${status.phase ?? ''}`);
  lines.line(`Volume:\t${spec.volumeName ?? ''}`);
  lines.labels(0, metadata.labels);
  lines.annotations(metadata.annotations);
  lines.line(`Finalizers:\t${finalizersText(object)}`);
  lines.line(`Capacity:\t${bound ? (status.capacity?.storage ?? '') : ''}`);
  lines.line(`Access Modes:\t${bound ? modesText(status.accessModes) : ''}`);
  if (spec.volumeMode) lines.line(`VolumeMode:\t${spec.volumeMode}`);
  yield* usedBy(session, object, lines);
  if (showEvents) yield* describeEvents(session, object, lines);
}

function* usedBy(session: Session, { metadata }: KubeObject, lines: Lines): Process<void> {
  const pods = yield* session.list(builtIn('', 'pods'), metadata.namespace!);
  const users = isStatusFailure(pods) ? [] : (pods as readonly KubeObject[]).filter((pod) => claimsOf(pod).includes(metadata.name!)).map((pod) => pod.metadata.name!);
  lines.line(`Used By:\t${users.sort(compareStrings).join('\n\t') || '<none>'}`);
}

const claimsOf = ({ spec }: KubeObject): (string | undefined)[] => ((spec.volumes ?? []) as readonly { persistentVolumeClaim?: { claimName: string } }[]).map((volume) => volume.persistentVolumeClaim?.claimName);

/** Source: kubectl describe, describePersistentVolume. */
export function* describeVolume(session: Session, object: KubeObject, lines: Lines, { showEvents }: DescribeContext): Process<void> {
  const { metadata, spec, status = {} } = object;
  lines.line(`Name:\t${metadata.name}`);
  lines.labels(0, metadata.labels);
  lines.annotations(metadata.annotations);
  lines.line(`Finalizers:\t${finalizersText(object)}`);
  lines.line(`StorageClass:\t${spec.storageClassName ?? ''}`);
  lines.line(`Status:\t${metadata.deletionTimestamp ? 'Terminating' : (status.phase ?? '')}`);
  lines.line(`Claim:\t${spec.claimRef ? `${spec.claimRef.namespace}/${spec.claimRef.name}` : ''}`);
  lines.line(`Reclaim Policy:\t${spec.persistentVolumeReclaimPolicy ?? ''}`);
  lines.line(`Access Modes:\t${modesText(spec.accessModes)}`);
  if (spec.volumeMode) lines.line(`VolumeMode:\t${spec.volumeMode}`);
  lines.line(`Capacity:\t${spec.capacity?.storage ?? ''}`);
  lines.line('Node Affinity:\t<none>');
  lines.line(`Message:\t${status.message ?? ''}`);
  lines.line('Source:');
  for (const [name, value] of volumeFields(spec)) lines.raw(`    ${name}:\t${value}\n`);
  if (showEvents) yield* describeEvents(session, object, lines);
}

/** Source: kubectl describe, describeStorageClass. */
export function* describeStorageClass(session: Session, object: KubeObject, lines: Lines, { showEvents }: DescribeContext): Process<void> {
  const { metadata } = object;
  const pairs = (map: Readonly<Record<string, string>> | undefined): string => Object.entries(map ?? {}).sort(([a], [b]) => compareStrings(a, b)).map(([key, value]) => `${key}=${value}`).join(',') || '<none>';
  const isDefault = metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true';
  lines.line(`Name:\t${metadata.name}`);
  lines.line(`IsDefaultClass:\t${isDefault ? 'Yes' : 'No'}`);
  lines.line(`Annotations:\t${pairs(metadata.annotations)}`);
  lines.line(`Provisioner:\t${object.provisioner}`);
  lines.line(`Parameters:\t${pairs(object.parameters)}`);
  lines.line(`AllowVolumeExpansion:\t${object.allowVolumeExpansion === undefined ? '<unset>' : object.allowVolumeExpansion ? 'True' : 'False'}`);
  lines.line(`MountOptions:\t${(object.mountOptions ?? []).join('\n\t') || '<none>'}`);
  if (object.reclaimPolicy) lines.line(`ReclaimPolicy:\t${object.reclaimPolicy}`);
  if (object.volumeBindingMode) lines.line(`VolumeBindingMode:\t${object.volumeBindingMode}`);
  if (showEvents) yield* describeEvents(session, object, lines);
}
