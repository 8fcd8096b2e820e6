import type { StorageClass } from 'kubernetes-types/storage/v1.d.ts';
import { deepEqual } from '../../../apimachinery/equality.ts';
import { objectKey, splitKey, type Typed } from '../../../apimachinery/meta.ts';
import { isAlreadyExists, isNotFound } from '../../../apimachinery/status.ts';
import { type EventRecorder, isFailure, type ResourceClient, type SharedInformer, type Workqueue } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import { persistentVolumeClaims, persistentVolumes, storageClasses } from '../api-resources.ts';
import type { ControllerContext, SyncResult } from '../context.ts';
import { textOf } from '../failures.ts';
import { bestVolume, classOf, type ClaimObject, isBoundTo, mismatch, type VolumeObject } from './matching.ts';
import { provisionedVolume, PROVISIONED_BY } from './provisioned.ts';

const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller';
const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
const PROVISIONERS = ['volume.beta.kubernetes.io/storage-provisioner', 'volume.kubernetes.io/storage-provisioner'];
const NO_PROVISIONER = 'kubernetes.io/no-provisioner';
/** --pvclaimbinder-sync-period. */
const RESYNC_US = 15_000_000;
/** How long the simulated storage takes to make or delete a volume. */
const PROVISION_US = 1_000_000;

/**
 * Binds claims to volumes and keeps both sides' phases.
 * Source: kubernetes v1.32 pkg/controller/volume/persistentvolume/pv_controller.go.
 * Differs: also plays the part of the external provisioners, which are programs of their own in a real cluster.
 */
export class PersistentVolumeController {
  private readonly claims: SharedInformer<ClaimObject>;
  private readonly volumes: SharedInformer<VolumeObject>;
  private readonly classes: SharedInformer<Typed<StorageClass>>;
  private readonly claimQueue: Workqueue;
  private readonly volumeQueue: Workqueue;
  private readonly recorder: EventRecorder;
  private readonly claimDoor: ResourceClient<ClaimObject>;
  private readonly volumeDoor: ResourceClient<VolumeObject>;
  private readonly context: ControllerContext;

  constructor(context: ControllerContext) {
    this.context = context;
    this.claims = context.informer(persistentVolumeClaims);
    this.volumes = context.informer(persistentVolumes);
    this.classes = context.informer(storageClasses);
    this.claimQueue = context.queue('claims');
    this.volumeQueue = context.queue('volumes');
    this.recorder = context.recorder('persistentvolume-controller');
    this.claimDoor = context.client.resource(persistentVolumeClaims);
    this.volumeDoor = context.client.resource(persistentVolumes);
    this.claims.addHandler({ onAdd: (claim) => this.claimQueue.add(objectKey(claim)), onUpdate: (_old, claim) => this.claimQueue.add(objectKey(claim)), onDelete: (claim) => this.claimGone(claim) });
    this.volumes.addHandler({ onAdd: (volume) => this.volumeSeen(volume), onUpdate: (_old, volume) => this.volumeSeen(volume), onDelete: (volume) => this.volumeGone(volume) });
    context.work(this.volumeQueue, 1, (key) => this.syncVolume(key));
    context.work(this.claimQueue, 1, (key) => this.syncClaim(key));
    context.every(RESYNC_US, () => this.resync());
  }

  /** Claims that wait are looked at again: their class may have come. */
  private *resync(): Process<void> {
    for (const claim of this.claims.store.values()) if (claim.status?.phase !== 'Bound') this.claimQueue.add(objectKey(claim));
  }

  private claimGone(claim: ClaimObject): void {
    if (claim.spec?.volumeName) this.volumeQueue.add(claim.spec.volumeName);
  }

  private volumeSeen(volume: VolumeObject): void {
    this.volumeQueue.add(volume.metadata.name!);
    // A free volume may be what a waiting claim waits for.
    if (!volume.spec?.claimRef) for (const claim of this.claims.store.values()) if (!claim.spec?.volumeName) this.claimQueue.add(objectKey(claim));
  }

  private volumeGone(volume: VolumeObject): void {
    const reference = volume.spec?.claimRef;
    if (reference) this.claimQueue.add(`${reference.namespace}/${reference.name}`);
  }

  private *syncClaim(key: string): Process<SyncResult> {
    const claim = this.claims.store.get(key);
    if (!claim) return undefined;
    return claim.metadata.annotations?.[BIND_COMPLETED] ? yield* this.syncBound(claim) : yield* this.syncUnbound(key, claim);
  }

  private *syncUnbound(key: string, claim: ClaimObject): Process<SyncResult> {
    const wanted = claim.spec?.volumeName;
    if (wanted) return yield* this.bindWanted(claim, this.volumes.get('', wanted));
    const delayed = this.waitsForConsumer(claim);
    const volume = delayed ? undefined : bestVolume(this.volumes.store.values(), claim);
    if (volume) return yield* this.bind(volume, claim);
    const error = yield* this.ask(key, claim, delayed);
    return error ?? (yield* this.setClaimPhase(claim, 'Pending'));
  }

  private *bindWanted(claim: ClaimObject, volume: VolumeObject | undefined): Process<SyncResult> {
    if (!volume || (volume.spec?.claimRef && !isBoundTo(volume, claim))) return yield* this.setClaimPhase(claim, 'Pending');
    const problem = volume.spec?.claimRef ? undefined : mismatch(volume, claim);
    if (problem === undefined) return yield* this.bind(volume, claim);
    this.recorder.event(claim, 'Warning', 'VolumeMismatch', `Cannot bind to requested volume "${volume.metadata.name}": ${problem}`);
    return yield* this.setClaimPhase(claim, 'Pending');
  }

  private waitsForConsumer(claim: ClaimObject): boolean {
    const waits = this.classes.get('', classOf(claim))?.volumeBindingMode === 'WaitForFirstConsumer';
    return waits && claim.metadata.annotations?.[SELECTED_NODE] === undefined;
  }

  /** Nothing fits: says what the claim waits for, and has a volume made when its class can. */
  private *ask(key: string, claim: ClaimObject, delayed: boolean): Process<SyncResult> {
    if (delayed) return this.recorder.event(claim, 'Normal', 'WaitForFirstConsumer', 'waiting for first consumer to be created before binding');
    const name = classOf(claim);
    if (name === '') return this.recorder.event(claim, 'Normal', 'FailedBinding', 'no persistent volumes available for this claim and no storage class is set');
    const storageClass = this.classes.get('', name);
    if (!storageClass) return this.recorder.event(claim, 'Warning', 'ProvisioningFailed', `storageclass.storage.k8s.io "${name}" not found`);
    const { provisioner } = storageClass;
    if (provisioner === NO_PROVISIONER) return undefined;
    this.recorder.event(claim, 'Normal', 'ExternalProvisioning', `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`);
    if (claim.metadata.annotations?.[PROVISIONERS[1]] === provisioner) return undefined;
    const annotations = { ...claim.metadata.annotations, ...Object.fromEntries(PROVISIONERS.map((one) => [one, provisioner])) };
    const reply = yield* this.claimDoor.update({ ...claim, metadata: { ...claim.metadata, annotations } });
    if (isFailure(reply)) return textOf(reply);
    this.context.self.spawn(this.provision(key, reply, storageClass));
    return undefined;
  }

  /** The part of the external provisioner. */
  private *provision(key: string, claim: ClaimObject, storageClass: Typed<StorageClass>): Process<void> {
    yield PROVISION_US;
    const current = this.claims.store.get(key);
    if (!current || current.metadata.uid !== claim.metadata.uid || current.spec?.volumeName) return;
    const volume = provisionedVolume(current, storageClass);
    const reply = yield* this.volumeDoor.create(volume);
    if (isFailure(reply) && !isAlreadyExists(reply)) {
      this.recorder.event(current, 'Warning', 'ProvisioningFailed', textOf(reply));
      return;
    }
    this.recorder.event(current, 'Normal', 'ProvisioningSucceeded', `Successfully provisioned volume ${volume.metadata.name}`);
    this.context.why('persistentvolume.provisioned', `persistentvolumeclaims/${key}`, { claim: claim.metadata.name!, volume: volume.metadata.name!, provisioner: storageClass.provisioner });
  }

  private *syncBound(claim: ClaimObject): Process<SyncResult> {
    const name = claim.spec?.volumeName;
    const volume = name ? this.volumes.get('', name) : undefined;
    if (volume && (!volume.spec?.claimRef || isBoundTo(volume, claim))) return yield* this.bind(volume, claim);
    const message = name ? 'Bound claim has lost its PersistentVolume. Data on the volume is lost!' : 'Bound claim has lost reference to PersistentVolume. Data on the volume is lost!';
    if (claim.status?.phase !== 'Lost') this.recorder.event(claim, 'Warning', volume ? 'ClaimMisbound' : 'ClaimLost', volume ? 'Two claims are bound to the same volume, this one is bound incorrectly' : message);
    return yield* this.setClaimPhase(claim, 'Lost');
  }

  /** Volume first, then claim: a crash in between is mended by the next pass. Source: pv_controller.go, bind. */
  private *bind(volume: VolumeObject, claim: ClaimObject): Process<SyncResult> {
    const bound = yield* this.bindVolume(volume, claim);
    if (typeof bound === 'string') return bound;
    const error = yield* this.setVolumePhase(bound, 'Bound');
    if (error !== undefined) return error;
    const written = yield* this.bindClaim(claim, bound);
    if (typeof written === 'string') return written;
    const status = { phase: 'Bound', accessModes: bound.spec?.accessModes, capacity: bound.spec?.capacity };
    if (deepEqual({ phase: written.status?.phase, accessModes: written.status?.accessModes, capacity: written.status?.capacity }, status)) return undefined;
    const reply = yield* this.claimDoor.updateStatus({ ...written, status: { ...written.status, ...status } });
    if (isFailure(reply)) return textOf(reply);
    this.context.why('persistentvolume.bound', `persistentvolumeclaims/${objectKey(claim)}`, { claim: claim.metadata.name!, volume: volume.metadata.name! });
    return undefined;
  }

  private *bindVolume(volume: VolumeObject, claim: ClaimObject): Process<VolumeObject | string> {
    const { namespace, name, uid, resourceVersion } = claim.metadata;
    if (volume.spec?.claimRef?.uid === uid) return volume;
    const annotations = volume.spec?.claimRef ? volume.metadata.annotations : { ...volume.metadata.annotations, [BOUND_BY_CONTROLLER]: 'yes' };
    const claimRef = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid, resourceVersion };
    const reply = yield* this.volumeDoor.update({ ...volume, metadata: { ...volume.metadata, annotations }, spec: { ...volume.spec, claimRef } } as VolumeObject);
    return isFailure(reply) ? textOf(reply) : reply;
  }

  private *bindClaim(claim: ClaimObject, volume: VolumeObject): Process<ClaimObject | string> {
    if (claim.spec?.volumeName === volume.metadata.name && claim.metadata.annotations?.[BIND_COMPLETED]) return claim;
    const chosen = claim.spec?.volumeName ? {} : { [BOUND_BY_CONTROLLER]: 'yes' };
    const annotations = { ...claim.metadata.annotations, ...chosen, [BIND_COMPLETED]: 'yes' };
    const reply = yield* this.claimDoor.update({ ...claim, metadata: { ...claim.metadata, annotations }, spec: { ...claim.spec, volumeName: volume.metadata.name } } as ClaimObject);
    return isFailure(reply) ? textOf(reply) : reply;
  }

  private *setClaimPhase(claim: ClaimObject, phase: string): Process<SyncResult> {
    const fresh = this.claims.store.get(objectKey(claim)) ?? claim;
    if (fresh.status?.phase === phase) return undefined;
    const reply = yield* this.claimDoor.updateStatus({ ...fresh, status: { ...fresh.status, phase } });
    return isFailure(reply) && !isNotFound(reply) ? textOf(reply) : undefined;
  }

  private *setVolumePhase(volume: VolumeObject, phase: string): Process<string | undefined> {
    if (volume.status?.phase === phase) return undefined;
    const reply = yield* this.volumeDoor.updateStatus({ ...volume, status: { ...volume.status, phase } });
    return isFailure(reply) && !isNotFound(reply) ? textOf(reply) : undefined;
  }

  /** Source: pv_controller.go, syncVolume. */
  private *syncVolume(name: string): Process<SyncResult> {
    const volume = this.volumes.get('', name);
    if (!volume) return undefined;
    const reference = volume.spec?.claimRef;
    if (!reference?.uid) return yield* this.setVolumePhase(volume, 'Available');
    const key = `${reference.namespace}/${reference.name}`;
    const claim = this.claims.store.get(key);
    if (!claim || claim.metadata.uid !== reference.uid) return yield* this.reclaim(volume);
    if (!claim.spec?.volumeName) this.claimQueue.add(key);
    else if (claim.spec.volumeName === name) return yield* this.setVolumePhase(volume, 'Bound');
    return undefined;
  }

  /** The claim is gone: the volume is kept for a person to look at, or deleted with its data. */
  private *reclaim(volume: VolumeObject): Process<SyncResult> {
    const error = volume.status?.phase === 'Failed' ? undefined : yield* this.setVolumePhase(volume, 'Released');
    if (error !== undefined || volume.spec?.persistentVolumeReclaimPolicy !== 'Delete' || !volume.metadata.annotations?.[PROVISIONED_BY]) return error;
    yield PROVISION_US;
    const reply = yield* this.volumeDoor.delete('', volume.metadata.name!);
    if (!isFailure(reply)) this.context.why('persistentvolume.deleted', `persistentvolumes/${volume.metadata.name}`, { volume: volume.metadata.name!, claim: splitKey(`${volume.spec.claimRef!.namespace}/${volume.spec.claimRef!.name}`).name });
    return isFailure(reply) && !isNotFound(reply) ? textOf(reply) : undefined;
  }
}
