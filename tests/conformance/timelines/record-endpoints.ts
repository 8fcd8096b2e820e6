import type { KubeObject } from '../../../src/simulation/apimachinery/meta.ts';
import type { Names } from './names.ts';

interface Endpoint {
  readonly conditions?: { readonly ready?: boolean; readonly serving?: boolean; readonly terminating?: boolean };
  readonly targetRef?: { readonly kind: string; readonly name: string; readonly uid?: string };
}

/** One line per update of a slice: endpoints that came, changed, went. */
export function describeEndpoints(before: KubeObject | undefined, after: KubeObject | undefined, names: Names): string[] {
  if (!after) return ['deleted'];
  const [old, now] = [texts(before, names), texts(after, names)];
  const words: string[] = [];
  for (const [pod, text] of now) {
    const was = old.get(pod);
    if (was === undefined) words.push(`+${pod} ${text}`);
    else if (was !== text) words.push(`~${pod} ${text}`);
  }
  for (const pod of old.keys()) if (!now.has(pod)) words.push(`-${pod}`);
  const lines = before ? [] : ['created'];
  return words.length > 0 ? [...lines, words.join(', ')] : lines;
}

function texts(slice: KubeObject | undefined, names: Names): Map<string, string> {
  const found = new Map<string, string>();
  for (const { targetRef, conditions } of (slice?.endpoints ?? []) as Endpoint[]) {
    if (targetRef?.kind !== 'Pod') continue;
    found.set(names.involved('Pod', targetRef.name, targetRef.uid), `(ready=${Boolean(conditions?.ready)} serving=${Boolean(conditions?.serving)} terminating=${Boolean(conditions?.terminating)})`);
  }
  return found;
}
