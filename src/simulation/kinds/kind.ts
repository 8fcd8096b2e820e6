import type { ErrorList, Path } from '../apimachinery/field.ts';
import type { KubeObject } from '../apimachinery/meta.ts';

/** What a strategy may know besides the objects. */
export interface StrategyContext {
  /** Virtual time in microseconds since the start. */
  readonly nowUs: number;
  /** Whole number in [0, bound). */
  readonly randomInt: (bound: number) => number;
}

/** How a graceful deletion of an object goes on. */
export interface GracefulDeletion {
  /** Seconds until the object goes; 0 deletes at once. */
  readonly gracePeriodSeconds: number;
}

/** A column of `kubectl get`. Priority 0 is always printed, 1 only with `-o wide`. */
export interface PrinterColumn {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'date' | 'boolean' | 'number';
  readonly format?: string;
  readonly description: string;
  readonly priority: number;
}

/** Table columns of a kind and the cells of one object, aligned with them. */
export interface Printer<T extends KubeObject = KubeObject> {
  readonly columns: readonly PrinterColumn[];
  row(object: T, nowUs: number): (string | number | boolean)[];
}

/**
 * What the generic store of kube-apiserver asks about a kind. All functions are pure; given frozen objects, they
 * answer the same object when nothing has to change.
 * Source: kubernetes v1.32 pkg/registry/<group>/<kind>/strategy.go.
 */
export interface Strategy<T extends KubeObject = KubeObject> {
  /** Clears what clients may not set, such as status, and sets generation. */
  prepareForCreate(object: T, context: StrategyContext): T;
  validate(object: T): ErrorList;
  /** Warnings for the Warning header. */
  warningsOnCreate?(object: T): string[];
  warningsOnUpdate?(object: T, old: T): string[];
  /** Keeps status and bumps generation when the spec changed. */
  prepareForUpdate(object: T, old: T, context: StrategyContext): T;
  validateUpdate(object: T, old: T): ErrorList;
  /** For the status subresource: keeps everything but status (and metadata that may change with it). */
  prepareForStatusUpdate?(object: T, old: T, context: StrategyContext): T;
  validateStatusUpdate?(object: T, old: T): ErrorList;
  /** Absent: the kind is deleted at once. `requested` is the client's gracePeriodSeconds. */
  checkGracefulDelete?(object: T, requested: number | undefined): GracefulDeletion;
  /** Finalizers that a delete adds by default, such as foreground orphaning of a kind. */
  defaultGarbageCollectionPolicy?: 'orphan' | 'background';
  /** Fields for field selectors besides metadata.name and metadata.namespace. */
  selectableFields?(object: T): Readonly<Record<string, string>>;
  /** Update of an object that does not exist creates it (Lease, Event, …). */
  readonly allowCreateOnUpdate?: boolean;
  /** Update without resourceVersion is allowed. Default true. */
  readonly allowUnconditionalUpdate?: boolean;
}

/** One kind of the API: names, versions, rules, columns. One folder or file, one line in `registry.ts`. */
export interface Kind<T extends KubeObject = KubeObject> {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Plural, as in the URL. */
  readonly resource: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  /** Subresources such as `status`, `scale`, `binding`, `eviction`, `log`, `exec`. */
  readonly subresources: readonly string[];
  /** Where etcd keeps it: `/registry/<etcdPrefix>/<namespace>/<name>`; `minions` for nodes, `services/specs` for services. */
  readonly etcdPrefix: string;
  /** Adds the defaults of the version. Answers the same object when there is nothing to add. */
  default(object: T): T;
  readonly strategy: Strategy<T>;
  readonly printer: Printer<T>;
  /** Seconds until an object of this kind expires, or undefined. */
  ttlSeconds?(object: T): number | undefined;
  /** For spec.replicas of the scale subresource. */
  readonly scale?: { selector(object: T): string };
}

export type { ErrorList, Path };
