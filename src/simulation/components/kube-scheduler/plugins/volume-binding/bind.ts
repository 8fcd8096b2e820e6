import type { PersistentVolume, PersistentVolumeClaim } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../../../apimachinery/meta.ts';
import { type Client, isFailure, type Resource } from '../../../../client-go/index.ts';
import type { Process } from '../../../../engine/index.ts';
import type { Handle } from '../../framework/interface.ts';
import { errorStatus, type Status } from '../../framework/status.ts';
import { isFullyBound } from '../volume-claims.ts';
import { type NodeBindings, SELECTED_NODE } from './binder.ts';

const NAME = 'VolumeBinding';
const BIND_TIMEOUT_US = 600_000_000;
const POLL_US = 1_000_000;

const volumeResource: Resource<Typed<PersistentVolume>> = { group: '', version: 'v1', resource: 'persistentvolumes', namespaced: false };
const claimResource: Resource<Typed<PersistentVolumeClaim>> = { group: '', version: 'v1', resource: 'persistentvolumeclaims', namespaced: true };

/** Reserves the volumes for their claims and asks provisioners for the others; the volume controllers do the rest. */
export function* bindAll(client: Client, { volumes, provisions }: NodeBindings, node: string): Process<Status | null> {
  for (const { claim, volume } of volumes) {
    const { namespace, name, uid, resourceVersion } = claim.metadata;
    const claimRef = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid, resourceVersion };
    const annotations = { ...volume.metadata.annotations, 'pv.kubernetes.io/bound-by-controller': 'yes' };
    const reply = yield* client.resource(volumeResource).update({ ...volume, metadata: { ...volume.metadata, annotations }, spec: { ...volume.spec, claimRef } });
    if (isFailure(reply)) return errorStatus(NAME, reply.message ?? 'the API server did not answer');
  }
  for (const { metadata } of provisions) {
    const patch = { metadata: { annotations: { [SELECTED_NODE]: node } } };
    const reply = yield* client.resource(claimResource).patch(metadata.namespace!, metadata.name!, 'application/merge-patch+json', patch);
    if (isFailure(reply)) return errorStatus(NAME, reply.message ?? 'the API server did not answer');
  }
  return null;
}

/** Waits until the volume controllers have bound the claims. */
export function* waitForBinding(handle: Handle, namespace: string, { volumes, provisions }: NodeBindings): Process<Status | null> {
  const names = [...volumes.map(({ claim }) => claim), ...provisions].map(({ metadata }) => metadata.name!);
  const untilUs = handle.nowUs() + BIND_TIMEOUT_US;
  for (;;) {
    const claims = names.map((name) => handle.listers.persistentVolumeClaims.get(namespace, name));
    const gone = claims.indexOf(undefined);
    if (gone >= 0) return errorStatus(NAME, `persistentvolumeclaim "${names[gone]}" not found`);
    if (claims.every((claim) => isFullyBound(claim!))) return null;
    if (handle.nowUs() >= untilUs) return errorStatus(NAME, 'binding volumes: context deadline exceeded');
    yield POLL_US;
  }
}
