import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { Lines } from './lines.ts';

/** A part of an object: its fields have unknown types. */
type Data = KubeObject;

/** Source: kubectl describe, describeVolumes. */
export function describeVolumes(volumes: readonly Data[] | undefined, lines: Lines, level: number): void {
  if (!volumes || volumes.length === 0) return lines.at(level, 'Volumes:\t<none>');
  lines.at(level, 'Volumes:');
  for (const volume of volumes) {
    lines.raw(`${level === 0 ? '  ' : '   '}${volume.name}:\n`);
    for (const [name, value] of volumeFields(volume)) lines.raw(`    ${name}:\t${value}\n`);
  }
}

type Field = readonly [string, unknown];

/** What kind of volume it is, and its fields. */
export function volumeFields(volume: Data): readonly Field[] {
  if (volume.emptyDir) return [['Type', 'EmptyDir (a temporary directory that shares a pod\'s lifetime)'], ['Medium', volume.emptyDir.medium ?? ''], ['SizeLimit', volume.emptyDir.sizeLimit ?? '<unset>']];
  if (volume.hostPath) return [['Type', 'HostPath (bare host directory volume)'], ['Path', volume.hostPath.path], ['HostPathType', volume.hostPath.type ?? '']];
  if (volume.secret) return [['Type', 'Secret (a volume populated by a Secret)'], ['SecretName', volume.secret.secretName], ['Optional', Boolean(volume.secret.optional)]];
  if (volume.configMap) return [['Type', 'ConfigMap (a volume populated by a ConfigMap)'], ['Name', volume.configMap.name], ['Optional', Boolean(volume.configMap.optional)]];
  if (volume.persistentVolumeClaim) {
    return [['Type', 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)'], ['ClaimName', volume.persistentVolumeClaim.claimName], ['ReadOnly', Boolean(volume.persistentVolumeClaim.readOnly)]];
  }
  if (volume.projected) return [['Type', 'Projected (a volume that contains injected data from multiple sources)'], ...(volume.projected.sources as Data[]).flatMap(sourceFields)];
  if (volume.downwardAPI) return [['Type', 'DownwardAPI (a volume populated by information about the pod)']];
  if (volume.nfs) return [['Type', 'NFS (an NFS mount that lasts the lifetime of a pod)'], ['Server', volume.nfs.server], ['Path', volume.nfs.path], ['ReadOnly', Boolean(volume.nfs.readOnly)]];
  return [['<unknown>', '']];
}

function sourceFields(source: Data): readonly Field[] {
  if (source.serviceAccountToken) return [['TokenExpirationSeconds', source.serviceAccountToken.expirationSeconds]];
  if (source.configMap) return [['ConfigMapName', source.configMap.name], ['Optional', Boolean(source.configMap.optional)]].map(([a, b]) => [a as string, b] as const);
  if (source.secret) return [['SecretName', source.secret.name], ['Optional', Boolean(source.secret.optional)]].map(([a, b]) => [a as string, b] as const);
  return source.downwardAPI ? [['DownwardAPI', true]] : [];
}
