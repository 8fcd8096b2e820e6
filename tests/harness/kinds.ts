import { load } from 'js-yaml';
import { errorText } from '../../src/simulation/apimachinery/field.ts';
import { parseApiVersion } from '../../src/simulation/apimachinery/group.ts';
import type { KubeObject } from '../../src/simulation/apimachinery/meta.ts';
import type { Kind } from '../../src/simulation/kinds/kind.ts';
import { kindByKind } from '../../src/simulation/kinds/registry.ts';

const context = { nowUs: 0, randomInt: () => 0 };

/** The object a manifest says, with nothing added. */
export function written(manifest: string): KubeObject {
  return load(manifest) as KubeObject;
}

export function kindOf(object: { apiVersion: string; kind: string }): Kind {
  const kind = kindByKind(parseApiVersion(object.apiVersion).group, object.kind);
  if (kind === undefined) throw new Error(`there is no kind ${object.kind}`);
  return kind;
}

/** The object of a manifest with its defaults, as it is when it comes to be validated. Frozen like everything from etcd. */
export function created(manifest: string): KubeObject {
  const object = written(manifest);
  const kind = kindOf(object);
  const metadata = { ...(kind.namespaced ? { namespace: 'page' } : {}), ...object.metadata };
  return kind.strategy.prepareForCreate(kind.default({ ...object, metadata }), context);
}

/** What is wrong with a manifest that is to be created. */
export function errorsOf(manifest: string): string[] {
  const object = created(manifest);
  return kindOf(object).strategy.validate(object).map(errorText);
}

/** What is wrong with changing the created object of a manifest. */
export function updateErrorsOf(manifest: string, change: (object: KubeObject) => KubeObject): string[] {
  const first = created(manifest);
  const old = { ...first, metadata: { ...first.metadata, resourceVersion: '1', uid: 'u' } };
  const kind = kindOf(old);
  const changed = kind.strategy.prepareForUpdate(kind.default(change(old)), old, context);
  return kind.strategy.validateUpdate(changed, old).map(errorText);
}

/** Column names and cells of an object, as `kubectl get -o wide` shows them. */
export function row(object: KubeObject, nowUs = 0): Record<string, string | number | boolean> {
  const { columns, row: cells } = kindOf(object).printer;
  const values = cells(object, nowUs);
  return Object.fromEntries(columns.map((column, i) => [column.name, values[i] ?? '']));
}
