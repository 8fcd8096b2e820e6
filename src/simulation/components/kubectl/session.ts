import type { KubeObject } from '../../apimachinery/meta.ts';
import type { ApiRequest, ApiResponse } from '../../apimachinery/request.ts';
import { isStatusFailure, type Status } from '../../apimachinery/status.ts';
import { type Client, type RequestOptions, type WatchAnswer } from '../../client-go/index.ts';
import type { Process } from '../../engine/index.ts';
import type { Mapping } from './arguments/mapping.ts';

export type OutputStream = 'stdout' | 'stderr';

/** A complaint about a manifest, as the protocol's ManifestProblem. Line and column count from 1. */
export interface Problem {
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
  readonly document: number;
  readonly field?: string;
}

/** What a command line is run with. */
export interface KubectlContext {
  readonly client: Client;
  /** Of the kubeconfig's context; 'default' when absent. */
  readonly namespace?: string;
  /** A file of the working folder, or undefined when there is none. `-` is stdin. */
  readonly readFile?: (path: string) => string | undefined;
  /** The names of the files in a folder, or undefined when it is none. */
  readonly listFiles?: (path: string) => readonly string[] | undefined;
  /** The whole path of a folder, for messages. */
  readonly absolutePath?: (path: string) => string;
  readonly writeFile?: (path: string, text: string) => void;
  /** What a field of a struct is for, '' being the struct itself; for `explain`. Too large to be loaded for everyone. */
  readonly describeField?: (struct: string, field: string) => string | undefined;
  /** Hears of output as it comes, in order. */
  readonly onOutput?: (stream: OutputStream, text: string) => void;
  /** The same client as another user, for `--as`. */
  readonly clientFor?: (user: string, groups: readonly string[]) => Client;
}

export type Request = Omit<ApiRequest, 'user' | 'userAgent'>;

/** One run of kubectl: where it speaks to, what it has printed. */
export class Session {
  stdout = '';
  stderr = '';
  readonly problems: Problem[] = [];
  readonly context: KubectlContext;
  readonly client: Client;
  readonly namespace: string;
  /** The namespace was given by `-n`. */
  readonly namespaceGiven: boolean;
  readonly stdin: string | undefined;
  private customResources: readonly Mapping[] | undefined;

  constructor(context: KubectlContext, client: Client, namespace: string | undefined, stdin: string | undefined) {
    this.context = context;
    this.client = client;
    this.namespaceGiven = namespace !== undefined;
    this.namespace = namespace ?? context.namespace ?? 'default';
    this.stdin = stdin;
  }

  get nowUs(): number {
    return this.client.actor.engine.nowUs;
  }

  /** Prints as it is: the caller ends its lines. */
  out(text: string): void {
    this.stdout += text;
    this.context.onOutput?.('stdout', text);
  }

  err(text: string): void {
    this.stderr += text;
    this.context.onOutput?.('stderr', text);
  }

  line(text: string): void {
    this.out(`${text}\n`);
  }

  warn(text: string): void {
    this.err(`Warning: ${text}\n`);
  }

  /** Sends a request and prints the warnings that came with the answer. */
  *send<T = KubeObject>(request: Request, options?: RequestOptions): Process<T | Status> {
    const response: ApiResponse<T> = yield* this.client.send<T>(request, options);
    for (const warning of response.warnings ?? []) this.warn(warning);
    return response.body;
  }

  *get(mapping: Mapping, namespace: string, name: string): Process<KubeObject | Status> {
    return yield* this.send({ ...placeOf(mapping, namespace), verb: 'get', name });
  }

  *list(mapping: Mapping, namespace: string, query: Request['query'] = {}): Process<readonly KubeObject[] | Status> {
    const items: KubeObject[] = [];
    let token: string | undefined;
    do {
      const page = { limit: 500, ...query, ...(token ? { continue: token } : {}) };
      const reply = yield* this.send<KubeList>({ ...placeOf(mapping, namespace), verb: 'list', query: page });
      if (isStatusFailure(reply)) return reply;
      const list = reply as KubeList;
      for (const item of list.items) items.push(item.kind ? item : { ...item, apiVersion: apiVersion(mapping), kind: mapping.kind });
      token = list.metadata.continue;
    } while (token);
    return items;
  }

  *watch(mapping: Mapping, namespace: string, query: Request['query'], accept?: Request['accept']): Process<WatchAnswer | Status> {
    return yield* this.send<WatchAnswer>({ ...placeOf(mapping, namespace), verb: 'watch', query, accept });
  }

  /** Custom resources that the server knows, asked once per run. */
  *customMappings(load: () => Process<readonly Mapping[]>): Process<readonly Mapping[]> {
    return (this.customResources ??= yield* load());
  }
}

interface KubeList {
  readonly items: readonly KubeObject[];
  readonly metadata: { readonly continue?: string };
}

const apiVersion = (mapping: Mapping): string => (mapping.group === '' ? mapping.version : `${mapping.group}/${mapping.version}`);

/** The part of a request that says which resource is meant. */
export function placeOf(mapping: Mapping, namespace: string): Pick<Request, 'group' | 'version' | 'resource' | 'namespace'> {
  const { group, version, resource, namespaced } = mapping;
  return { group, version, resource, namespace: namespaced && namespace !== '' ? namespace : undefined };
}
