import type { ConfigMap, Secret } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { isNotFound } from '../../apimachinery/status.ts';
import { isFailure, resources } from '../../client-go/index.ts';
import type { Process } from '../../engine/index.ts';
import { decodeBase64 } from './base64.ts';
import type { KubeletContext } from './context.ts';

/** The keys of a ConfigMap or Secret as text, `missing`, or why it could not be had. */
export type ConfigData = ReadonlyMap<string, string> | 'missing' | { readonly problem: string };

export type ConfigKind = 'configmap' | 'secret';

const readable = new WeakMap<object, ReadonlyMap<string, string>>();

/**
 * ConfigMaps and Secrets for containers. Source: kubernetes v1.32 pkg/kubelet/configmap/configmap_manager.go.
 * Differs: asks each time (strategy Get) instead of watching every object that a pod names.
 */
export class ConfigSource {
  private readonly context: KubeletContext;

  constructor(context: KubeletContext) {
    this.context = context;
  }

  *get(kind: ConfigKind, namespace: string, name: string): Process<ConfigData> {
    const { client } = this.context;
    const reply = kind === 'secret' ? yield* client.resource(resources.secrets).get(namespace, name) : yield* client.resource(resources.configMaps).get(namespace, name);
    if (isNotFound(reply)) return 'missing';
    if (isFailure(reply)) return { problem: `failed to sync ${kind} cache: timed out waiting for the condition` };
    return kind === 'secret' ? secretData(reply as Typed<Secret>) : configMapData(reply as Typed<ConfigMap>);
  }
}

function configMapData(configMap: Typed<ConfigMap>): ReadonlyMap<string, string> {
  return remembered(configMap, () => {
    const data = new Map<string, string>();
    for (const [key, text] of Object.entries(configMap.data ?? {})) data.set(key, text);
    for (const [key, text] of Object.entries(configMap.binaryData ?? {})) data.set(key, decodeBase64(text));
    return data;
  });
}

function secretData(secret: Typed<Secret>): ReadonlyMap<string, string> {
  return remembered(secret, () => new Map(Object.entries(secret.data ?? {}).map(([key, text]) => [key, decodeBase64(text)])));
}

function remembered(object: object, make: () => Map<string, string>): ReadonlyMap<string, string> {
  let data = readable.get(object);
  if (!data) {
    const made = make();
    data = new Map([...made].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
    readable.set(object, data);
  }
  return data;
}
