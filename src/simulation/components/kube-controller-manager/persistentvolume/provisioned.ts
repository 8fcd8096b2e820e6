import type { StorageClass } from 'kubernetes-types/storage/v1.d.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import type { ClaimObject, VolumeObject } from './matching.ts';

export const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';

/** What an external provisioner makes for a claim: named after the claim's uid, bound to it from the start. */
export function provisionedVolume(claim: ClaimObject, storageClass: Typed<StorageClass>): VolumeObject {
  const { namespace, name, uid, resourceVersion } = claim.metadata;
  const driver = storageClass.provisioner;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: `pvc-${uid}`, annotations: { [PROVISIONED_BY]: driver } },
    spec: {
      capacity: { storage: claim.spec?.resources?.requests?.storage ?? '1Gi' },
      accessModes: claim.spec?.accessModes,
      volumeMode: claim.spec?.volumeMode ?? 'Filesystem',
      storageClassName: storageClass.metadata.name,
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid, resourceVersion },
      csi: { driver, volumeHandle: `vol-${uid}` },
    },
  } as VolumeObject;
}
