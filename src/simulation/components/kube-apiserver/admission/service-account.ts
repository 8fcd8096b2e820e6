import type { Container, PodSpec, ServiceAccount, Volume, VolumeMount } from 'kubernetes-types/core/v1.d.ts';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import { randomSuffix } from '../../../apimachinery/names.ts';
import { forbidden, type Status } from '../../../apimachinery/status.ts';
import { type AdmissionPlugin, type AdmissionWorld, nameForRefusal, type Postponed, writesPods } from './plugin.ts';

const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const VOLUME_PREFIX = 'kube-api-access-';
const MIRROR = 'kubernetes.io/config.mirror';
const RETRIES = 10;

/**
 * Every pod gets a service account and, unless it refuses, a volume with a token for the API.
 * Source: kubernetes v1.32 plugin/pkg/admission/serviceaccount/admission.go.
 * Differs: pods of one template share one volume name, so that they can share one spec.
 */
export function serviceAccount(world: AdmissionWorld): AdmissionPlugin {
  const mounted = new WeakMap<PodSpec, Map<string, PodSpec>>();

  /** The spec with its account; worked out once for each template and account. */
  const withAccount = (spec: PodSpec, account: ServiceAccount): PodSpec => {
    const key = `${account.metadata!.uid}/${account.metadata!.resourceVersion}`;
    let known = mounted.get(spec);
    if (known === undefined) mounted.set(spec, (known = new Map<string, PodSpec>()));
    let result = known.get(key);
    if (result === undefined) known.set(key, (result = mount(spec, account, () => randomSuffix(5, (bound) => world.randomInt(bound)))));
    return result;
  };

  return {
    name: 'ServiceAccount',
    admit: (request) => {
      const pod = request.object;
      if (request.operation !== 'CREATE' || pod === undefined || !writesPods(request)) return pod;
      const spec = pod.spec as PodSpec | undefined;
      if (spec === undefined || pod.metadata.annotations?.[MIRROR] !== undefined) return pod;
      const name = spec.serviceAccountName || 'default';
      const account = world.lookup('', 'serviceaccounts', request.namespace, name);
      if (account === undefined) return missing(name, request.attempt, world, () => refusal(request.namespace, name, nameForRefusal(request)));
      const next = withAccount(spec, account as ServiceAccount);
      return next === spec ? pod : ({ ...pod, spec: next } as KubeObject);
    },
  };
}

/** The default account of a namespace that was only just created comes in a moment: the server waits for it, up to a second. */
function missing(name: string, attempt: number, world: AdmissionWorld, refuse: () => Status): Status | Postponed {
  if (name !== 'default' || attempt >= RETRIES) return refuse();
  return { postponeUs: 25_000 + world.randomInt(75_001) };
}

function refusal(namespace: string, account: string, pod: string): Status {
  return forbidden('', 'pods', pod, `error looking up service account ${namespace}/${account}: serviceaccount "${account}" not found`);
}

function mount(spec: PodSpec, account: ServiceAccount, suffix: () => string): PodSpec {
  const name = account.metadata!.name!;
  let next: PodSpec = spec.serviceAccountName === name && spec.serviceAccount === name ? spec : { ...spec, serviceAccount: name, serviceAccountName: name };
  if (!next.imagePullSecrets?.length && account.imagePullSecrets?.length) next = { ...next, imagePullSecrets: account.imagePullSecrets };
  const automount = spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true;
  return automount ? withToken(next, suffix) : next;
}

function withToken(spec: PodSpec, suffix: () => string): PodSpec {
  const found = spec.volumes?.find((volume) => volume.name?.startsWith(VOLUME_PREFIX));
  const name = found?.name ?? `${VOLUME_PREFIX}${suffix()}`;
  const token: VolumeMount = { name, readOnly: true, mountPath: MOUNT_PATH };
  const containers = withMounts(spec.containers, token);
  const initContainers = spec.initContainers && withMounts(spec.initContainers, token);
  if (containers === spec.containers && initContainers === spec.initContainers) return spec;
  const volumes = found ? spec.volumes : [...(spec.volumes ?? []), tokenVolume(name)];
  return { ...spec, volumes, containers, ...(initContainers ? { initContainers } : {}) };
}

function withMounts(containers: Container[] | undefined, token: VolumeMount): Container[] {
  // Validation, which comes later, refuses a pod without containers.
  if (containers === undefined) return [];
  let changed = false;
  const result = containers.map((container) => {
    if (container.volumeMounts?.some(({ mountPath }) => mountPath === MOUNT_PATH)) return container;
    changed = true;
    return { ...container, volumeMounts: [...(container.volumeMounts ?? []), token] };
  });
  return changed ? result : containers;
}

/** Source: kubernetes v1.32 plugin/pkg/admission/serviceaccount/admission.go, TokenVolumeSource. */
function tokenVolume(name: string): Volume {
  return {
    name,
    projected: {
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
      ],
      defaultMode: 420,
    },
  };
}
