import type { Actor } from '../../engine/index.ts';
import type { Kind } from '../../kinds/kind.ts';
import type { Authorizer } from './authorization.ts';
import type { InFlightLimits } from './in-flight.ts';

/** What the documentation says of a struct's field; of the struct itself when `field` is ''. */
export type DescribeField = (struct: string, field: string) => string | undefined;

export interface KubeApiserverOptions {
  /** The etcd member to talk to, asked anew at every call. */
  readonly etcd: () => Actor;
  /** Asked one after another, behind system:masters who may do everything. Default: everybody may do everything. */
  readonly authorizers?: readonly Authorizer[];
  /** How long pods stay on a node that is not ready or unreachable. Default 300. */
  readonly defaultTolerationSeconds?: number;
  /** Default `10.96.0.0/16`. */
  readonly serviceCidr?: string;
  /** Default 30000–32767. */
  readonly nodePorts?: { readonly first: number; readonly last: number };
  /** Where the server is reached from inside the cluster: the endpoint of the `kubernetes` Service. Default 172.18.0.2. */
  readonly advertiseAddress?: string;
  readonly inFlight?: InFlightLimits;
  /** Whether answers to writes carry the instants at which each station was passed. Default true. */
  readonly recordStations?: boolean;
  /** The kinds to serve. Default: all of `kinds/registry.ts`. */
  readonly kinds?: readonly Kind[];
  /** Texts for OpenAPI. Absent: schemas without descriptions. */
  readonly describeField?: DescribeField;
  /** The kubelet of a node, for logs and exec. */
  readonly kubelet?: (nodeName: string) => Actor | undefined;
}
