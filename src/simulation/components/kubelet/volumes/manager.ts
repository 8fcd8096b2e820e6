import type { ConfigMapProjection, DownwardAPIVolumeFile, KeyToPath, PodSpec, SecretProjection, Volume } from 'kubernetes-types/core/v1.d.ts';
import type { Mount } from '../../../contracts/cri.ts';
import type { Process } from '../../../engine/index.ts';
import type { ConfigKind, ConfigSource } from '../config-source.ts';
import type { KubeletContext, PodObject } from '../context.ts';
import { fieldValue, resourceValue } from '../runtime/field-ref.ts';

/** A volume's files by path below its mount point. */
export type VolumeFiles = Map<string, string>;

/** A volume that could not be set up. */
export interface MountProblem {
  readonly volume: string;
  readonly problem: string;
}

const isProblem = (made: VolumeFiles | MountProblem): made is MountProblem => 'problem' in made;

const HOST_PATHS = 'host-paths';
/** What every service account volume holds; nobody reads the token here. */
const serviceAccountFiles: ReadonlyMap<string, string> = new Map([['ca.crt', '-----BEGIN CERTIFICATE-----\n'], ['token', 'eyJhbGciOiJSUzI1NiJ9'], ['namespace', '']]);

/** How often a pod that waits for its volumes is looked at. */
export const VOLUME_POLL_US = 300_000;

/**
 * The volumes of the pods on this node and what is in them. Source: kubernetes v1.32 pkg/kubelet/volumemanager, pkg/volume.
 * Differs: a mounted ConfigMap or Secret does not change under a running container.
 */
export class VolumeManager {
  private readonly pods = new Map<string, Map<string, VolumeFiles>>();
  private readonly context: KubeletContext;
  private readonly configs: ConfigSource;

  constructor(context: KubeletContext, configs: ConfigSource) {
    this.context = context;
    this.configs = configs;
  }

  /** Sets up what is not there yet. Answers the volumes that could not be. Only kinds that somebody can look into have files. */
  *mount(pod: PodObject): Process<readonly MountProblem[]> {
    const problems: MountProblem[] = [];
    const volumes = pod.spec!.volumes ?? [];
    let mounted = this.pods.get(pod.metadata.uid!);
    for (const volume of volumes) {
      if (isServiceAccount(volume) || mounted?.has(volume.name)) continue;
      const made = yield* this.make(pod, volume);
      if (isProblem(made)) {
        problems.push(made);
        continue;
      }
      if (!mounted) this.pods.set(pod.metadata.uid!, (mounted = new Map<string, VolumeFiles>()));
      mounted.set(volume.name, made);
    }
    return problems;
  }

  /** What a container sees of the pod's volumes, or undefined when that is nothing but the service account's. */
  mounts(pod: PodObject, spec: PodSpec['containers'][number]): readonly Mount[] | undefined {
    const mounted = this.pods.get(pod.metadata.uid!);
    if (!mounted || !spec.volumeMounts) return undefined;
    const mounts: Mount[] = [];
    for (const { name, mountPath, readOnly, subPath } of spec.volumeMounts) {
      const files = mounted.get(name);
      if (!files) continue;
      const volume = pod.spec!.volumes!.find((candidate) => candidate.name === name)!;
      mounts.push({ containerPath: mountPath.replace(/(.)\/$/, '$1'), readOnly: readOnly === true || isReadOnly(volume), files: subPath ? subtree(files, subPath) : files });
    }
    return mounts.sort((a, b) => b.containerPath.length - a.containerPath.length);
  }

  unmount(uid: string): void {
    this.pods.delete(uid);
  }

  private *make(pod: PodObject, volume: Volume): Process<VolumeFiles | MountProblem> {
    const { configMap, secret, projected, downwardAPI, hostPath, emptyDir } = volume;
    if (configMap) return yield* this.config(pod, volume.name, 'configmap', configMap.name!, configMap.items, configMap.optional);
    if (secret) return yield* this.config(pod, volume.name, 'secret', secret.secretName!, secret.items, secret.optional);
    if (downwardAPI) return this.downward(pod, downwardAPI.items ?? []);
    if (projected) return yield* this.projected(pod, volume);
    if (hostPath) return this.hostPath(hostPath.path);
    if (emptyDir) return new Map();
    return new Map();
  }

  private *config(pod: PodObject, volume: string, kind: ConfigKind, name: string, items: readonly KeyToPath[] | undefined, optional: boolean | undefined): Process<VolumeFiles | MountProblem> {
    const data = yield* this.configs.get(kind, pod.metadata.namespace!, name);
    if (data === 'missing') return optional ? new Map() : { volume, problem: `${kind} "${name}" not found` };
    if ('problem' in data) return { volume, problem: data.problem };
    if (!items) return new Map(data);
    const files: VolumeFiles = new Map();
    for (const { key, path } of items) {
      const text = data.get(key);
      if (text !== undefined) files.set(path, text);
      else if (!optional) return { volume, problem: `${kind === 'secret' ? 'references non-existent secret key' : 'configmap references non-existent config key'}: ${key}` };
    }
    return files;
  }

  private *projected(pod: PodObject, volume: Volume): Process<VolumeFiles | MountProblem> {
    const files: VolumeFiles = new Map();
    for (const source of volume.projected!.sources ?? []) {
      const reference: ConfigMapProjection | SecretProjection | undefined = source.configMap ?? source.secret;
      const made: VolumeFiles | MountProblem = reference
        ? yield* this.config(pod, volume.name, source.configMap ? 'configmap' : 'secret', reference.name!, reference.items, reference.optional)
        : source.downwardAPI
          ? this.downward(pod, source.downwardAPI.items ?? [])
          : new Map(serviceAccountFiles);
      if (isProblem(made)) return made;
      for (const [path, text] of made) files.set(path, text);
    }
    return files;
  }

  private downward(pod: PodObject, items: readonly DownwardAPIVolumeFile[]): VolumeFiles {
    const { hostIp, options } = this.context;
    const facts = { podIp: pod.status?.podIP ?? '', hostIp, nodeName: options.nodeName };
    const files: VolumeFiles = new Map();
    for (const { path, fieldRef, resourceFieldRef } of items) {
      const container = pod.spec!.containers.find(({ name }) => name === resourceFieldRef?.containerName) ?? pod.spec!.containers[0];
      const text = fieldRef ? fieldValue(pod, fieldRef.fieldPath, facts) : resourceFieldRef ? resourceValue(container, resourceFieldRef.resource, resourceFieldRef.divisor, options.capacity) : '';
      files.set(path, text ?? '');
    }
    return files;
  }

  /** A directory of the machine: all pods see the same one, and it outlives them. */
  private hostPath(path: string): VolumeFiles {
    const { disk } = this.context.self.machine;
    let paths = disk.get(HOST_PATHS) as Map<string, VolumeFiles> | undefined;
    if (!paths) disk.set(HOST_PATHS, (paths = new Map<string, VolumeFiles>()));
    let files = paths.get(path);
    if (!files) paths.set(path, (files = new Map()));
    return files;
  }
}

function isServiceAccount(volume: Volume): boolean {
  return volume.projected?.sources?.some((source) => source.serviceAccountToken !== undefined) ?? false;
}

const isReadOnly = (volume: Volume): boolean => volume.configMap !== undefined || volume.secret !== undefined || volume.projected !== undefined || volume.downwardAPI !== undefined;

/** The part of a volume below a path, or the one file that the path names. */
function subtree(files: VolumeFiles, path: string): VolumeFiles {
  const part: VolumeFiles = new Map();
  const whole = files.get(path);
  if (whole !== undefined) part.set('', whole);
  for (const [name, text] of files) if (name.startsWith(`${path}/`)) part.set(name.slice(path.length + 1), text);
  return part;
}
