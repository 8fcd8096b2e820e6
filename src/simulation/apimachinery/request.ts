import type { KubeObject } from './meta.ts';
import type { Status } from './status.ts';

export type ApiVerb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection' | 'connect';

export type PatchType =
  | 'application/json-patch+json'
  | 'application/merge-patch+json'
  | 'application/strategic-merge-patch+json'
  | 'application/apply-patch+yaml';

export type PropagationPolicy = 'Orphan' | 'Background' | 'Foreground';

/** Query parameters, and the fields of DeleteOptions, of a request. */
export interface ApiQuery {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly resourceVersion?: string;
  readonly resourceVersionMatch?: 'Exact' | 'NotOlderThan';
  readonly limit?: number;
  readonly continue?: string;
  readonly timeoutSeconds?: number;
  readonly allowWatchBookmarks?: boolean;
  readonly sendInitialEvents?: boolean;
  readonly dryRun?: boolean;
  readonly fieldManager?: string;
  readonly force?: boolean;
  readonly fieldValidation?: 'Strict' | 'Warn' | 'Ignore';
  readonly propagationPolicy?: PropagationPolicy;
  readonly gracePeriodSeconds?: number;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly includeObject?: 'None' | 'Metadata' | 'Object';
}

/** One request to kube-apiserver, whatever carries it. An HTTP door maps it one to one to method, path, query and headers. */
export interface ApiRequest {
  readonly verb: ApiVerb;
  readonly group: string;
  readonly version: string;
  /** Plural and lower case: 'pods'. */
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly query?: ApiQuery;
  /** Of a patch: which of the four kinds of patch `body` is. */
  readonly contentType?: PatchType;
  readonly body?: unknown;
  readonly accept?: 'object' | 'table' | 'partial-metadata';
  /** The credential: the user name presented, such as 'system:kube-scheduler'. */
  readonly user: string;
  readonly userAgent: string;
}

/** A GET of what is no resource: discovery, health, versions, OpenAPI. `path` is without the query; `accept` as in HTTP. */
export interface NonResourceRequest {
  readonly path: string;
  readonly accept: string;
  readonly user: string;
  readonly userAgent: string;
}

/** The answer to it. A `body` that is a text or bytes goes out as it is, anything else as JSON. */
export interface NonResourceResponse {
  readonly code: number;
  readonly contentType: string;
  readonly body: unknown;
}

/** The answer. `body` is a Status when `code` is 400 or more. */
export interface ApiResponse<T = KubeObject> {
  readonly code: number;
  readonly body: T | Status;
  readonly warnings?: readonly string[];
  /** Of a write: the places inside the server and the instants at which the request was done with each. */
  readonly stations?: readonly { readonly name: string; readonly atUs: number }[];
}

export type WatchEventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';

/** Of an ERROR event the object is a Status. */
export interface WatchEvent<T = KubeObject> {
  readonly type: WatchEventType;
  readonly object: T;
}

export interface TableColumnDefinition {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  /** 'name' marks the column that identifies the row. */
  readonly format: string;
  readonly description: string;
  /** 0: always shown; 1 and above: only with -o wide. */
  readonly priority: number;
}

export interface TableRow {
  readonly cells: readonly (string | number | boolean | null)[];
  readonly object?: KubeObject;
}

/** meta.k8s.io/v1 Table: what `kubectl get` prints, made by the server. */
export interface Table {
  readonly kind: 'Table';
  readonly apiVersion: 'meta.k8s.io/v1';
  readonly metadata: { readonly resourceVersion?: string; readonly continue?: string; readonly remainingItemCount?: number };
  readonly columnDefinitions: readonly TableColumnDefinition[];
  readonly rows: readonly TableRow[];
}
