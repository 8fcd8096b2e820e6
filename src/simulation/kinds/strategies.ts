import { deepEqual } from '../apimachinery/equality.ts';
import type { KubeObject } from '../apimachinery/meta.ts';
import { withField } from './fill.ts';
import type { Strategy } from './kind.ts';

type Preparations<T extends KubeObject> = Pick<Strategy<T>, 'prepareForCreate' | 'prepareForUpdate' | 'prepareForStatusUpdate'>;

/**
 * For kinds with spec and status, each written by its own subresource: a create starts with an empty status, an update
 * keeps the status and raises the generation when one of `counted` changed, a status update keeps everything but the status.
 */
export function specAndStatus<T extends KubeObject>(counted: (object: T) => readonly unknown[] = (object) => [object.spec]): Preparations<T> {
  return {
    prepareForCreate: (object) => withGeneration(withField(object as KubeObject, 'status', {}) as T, 1),
    prepareForUpdate: (object, old) => countChange(withField(object as KubeObject, 'status', old.status) as T, old, counted),
    prepareForStatusUpdate: (object, old) => keepAllButStatus(object, old),
  };
}

/** For kinds without a status that still count the changes of their content. */
export function generationOnly<T extends KubeObject>(counted: (object: T) => readonly unknown[] = (object) => [object.spec]): Preparations<T> {
  return {
    prepareForCreate: (object) => withGeneration(object, 1),
    prepareForUpdate: (object, old) => countChange(object, old, counted),
  };
}

/** For kinds with a status and no generation. `initial` is the status of a new object. */
export function statusOnly<T extends KubeObject>(initial: object = {}): Preparations<T> {
  return {
    prepareForCreate: (object) => withField(object as KubeObject, 'status', initial) as T,
    prepareForUpdate: (object, old) => withField(object as KubeObject, 'status', old.status) as T,
    prepareForStatusUpdate: (object, old) => keepAllButStatus(object, old),
  };
}

/** The old spec and owners with the new status. What else of metadata a status update may change is metadata's own rule. */
export function keepAllButStatus<T extends KubeObject>(object: T, old: T): T {
  const metadata = withField(object.metadata, 'ownerReferences', old.metadata.ownerReferences);
  return withField(withField(object as KubeObject, 'spec', old.spec), 'metadata', metadata) as T;
}

/** The object with that generation. */
export function withGeneration<T extends KubeObject>(object: T, generation: number | undefined): T {
  return withField(object as KubeObject, 'metadata', withField(object.metadata, 'generation', generation)) as T;
}

function countChange<T extends KubeObject>(object: T, old: T, counted: (object: T) => readonly unknown[]): T {
  const before = counted(old);
  const changed = counted(object).some((part, index) => !deepEqual(part, before[index]));
  const generation = old.metadata.generation ?? 0;
  return withGeneration(object, changed ? generation + 1 : old.metadata.generation);
}
