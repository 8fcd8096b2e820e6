import type { KubeObject } from '../../apimachinery/meta.ts';
import { goJson } from './printers/json.ts';

/** Where kubectl remembers what it applied last. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

export const lastAppliedText = (object: KubeObject): string | undefined => object.metadata.annotations?.[LAST_APPLIED];

/** The object with itself, as JSON, in its annotation. Source: kubectl util/apply.go, GetModifiedConfiguration. */
export function withLastApplied(object: KubeObject): KubeObject {
  const { [LAST_APPLIED]: old, ...annotations } = object.metadata.annotations ?? {};
  void old;
  const bare = { ...object, metadata: { ...object.metadata, annotations } };
  return { ...object, metadata: { ...object.metadata, annotations: { ...annotations, [LAST_APPLIED]: `${goJson(bare)}\n` } } };
}
