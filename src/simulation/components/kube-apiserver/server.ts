import type { ApiRequest, ApiResponse } from '../../apimachinery/request.ts';
import { forbidden, isStatusFailure, type Status, tooManyRequests } from '../../apimachinery/status.ts';
import type { Actor, CallContext, Process, RandomStream } from '../../engine/index.ts';
import type { StrategyContext } from '../../kinds/kind.ts';
import { kinds } from '../../kinds/registry.ts';
import { AdmissionChain } from './admission/chain.ts';
import { admissionPlugins } from './admission/registry.ts';
import { ResourceTable } from './api-resource.ts';
import { AuditLog, AuditRecord } from './audit.ts';
import { Authenticator, isPerson, type UserInfo } from './authentication.ts';
import { type Attributes, type Authorizer, forbiddenReason, privilegedGroups, unionAuthorizer } from './authorization.ts';
import { Clock } from './clock.ts';
import { unknownPath } from './errors.ts';
import { route } from './handlers/route.ts';
import { defaultInFlightLimits, Seats } from './in-flight.ts';
import { type Inspection, inspectionOf, RequestCounts } from './inspection.ts';
import type { KubeApiserverOptions } from './options.ts';
import type { Allocator } from './registry/allocation.ts';
import { ServiceAllocator } from './registry/service-allocator.ts';
import { inVersion, respond, Scope } from './scope.ts';
import { Passage, type Station } from './stations.ts';
import { EtcdClient } from './storage/etcd-client.ts';
import { LeaseManager } from './storage/event-leases.ts';
import { Storage } from './storage/storage.ts';

/** Everything that requests share. Made anew at every start: what lasts is in etcd. */
export class ApiServer {
  readonly clock: Clock;
  readonly storage: Storage;
  readonly resources: ResourceTable;
  readonly leases: LeaseManager;
  readonly admission: AdmissionChain;
  readonly allocators: ReadonlyMap<string, Allocator>;
  readonly counts = new RequestCounts();
  readonly reading: Seats;
  readonly writing: Seats;
  readonly strategyContext: StrategyContext;
  readonly uidInt: (bound: number) => number;
  readonly nameInt: (bound: number) => number;
  readonly self: Actor;
  readonly options: KubeApiserverOptions;
  private readonly authenticator = new Authenticator();
  /** Absent when everybody may do everything: then nobody is asked. */
  private readonly authorizer: Authorizer | undefined;
  private readonly stationsRandom: RandomStream;
  private readonly audit: AuditLog;

  constructor(self: Actor, options: KubeApiserverOptions) {
    const { random } = self.engine;
    const draw = (purpose: string): ((bound: number) => number) => {
      const stream = random.stream(`kube-apiserver/${purpose}`);
      return (bound) => stream.int(bound);
    };
    this.self = self;
    this.options = options;
    this.clock = new Clock(self.engine);
    this.uidInt = draw('uid');
    this.nameInt = draw('names');
    this.strategyContext = strategyContext(this.clock, draw('strategy'));
    const etcd = new EtcdClient(self, options.etcd);
    this.storage = new Storage(etcd);
    this.resources = new ResourceTable(self, etcd, options.kinds ?? kinds);
    this.leases = new LeaseManager(self, this.storage);
    const limits = options.inFlight ?? defaultInFlightLimits;
    this.reading = new Seats(self, limits.readOnly);
    this.writing = new Seats(self, limits.mutating);
    this.authorizer = options.authorizers && unionAuthorizer([privilegedGroups, ...options.authorizers]);
    this.stationsRandom = random.stream('kube-apiserver/stations');
    this.audit = AuditLog.of(self.machine);
    this.admission = this.makeAdmission(draw('admission'));
    this.allocators = this.makeAllocators(draw('services'));
  }

  /** Answers one request: a seat, the stations, the audit log. */
  *handle(request: ApiRequest, context: CallContext): Process<ApiResponse<unknown>> {
    const startUs = this.clock.nowUs;
    const seats = isLongRunning(request) ? undefined : isRead(request) ? this.reading : this.writing;
    const passage = Passage.draw(this.stationsRandom);
    if (seats !== undefined && !seats.trySit() && !(yield* seats.sit())) {
      return this.account(request, context, respond(tooManyRequests('Too many requests, please try again later.', 1)), startUs, passage, undefined);
    }
    // One sleep for all stations: what they decide does not depend on when each of them was passed.
    yield isRead(request) ? passage.readUs : passage.writeUs;
    const user = this.authenticator.authenticate(request.user);
    const scope = this.admitToApi(request, user, context);
    const response = isStatusFailure(scope) ? respond(scope) : inVersion(scope, yield* route(this, scope));
    seats?.stand();
    return this.account(request, context, response, startUs, passage, isStatusFailure(scope) ? undefined : scope);
  }

  inspection(): Inspection {
    return inspectionOf(this);
  }

  /** Authorization and the resource's place in the API. */
  private admitToApi(request: ApiRequest, user: UserInfo, context: CallContext): Scope | Status {
    if (this.authorizer !== undefined) {
      const attributes = attributesOf(request, user);
      if (this.authorizer.authorize(attributes) !== 'allow') return forbidden(attributes.group, attributes.resource, attributes.name, forbiddenReason(attributes));
    }
    const resource = this.resources.get(request.group, request.resource);
    if (resource !== undefined && resource.kind.version === request.version) return new Scope(request, resource, user, context);
    const alias = this.resources.alias(request.group, request.resource);
    if (alias === undefined || alias.kind.version !== request.version) return unknownPath();
    return new Scope(request, alias.stored, user, context, alias.conversion);
  }

  /** Writes the request into the books and completes the answer. */
  private account(request: ApiRequest, context: CallContext, response: ApiResponse<unknown>, startUs: number, passage: Passage, scope: Scope | undefined): ApiResponse<unknown> {
    const { nowUs } = this.clock;
    const committedUs = scope?.committedUs;
    const record = new AuditRecord(nowUs, startUs, committedUs, passage, request, response.code, context.span);
    this.counts.count(request.verb, response.code);
    this.audit.record(record);
    this.self.touch();
    if (response.code >= 400) this.explain(request, response, record.about);
    const warnings = scope?.warnings ?? [];
    if (committedUs === undefined && warnings.length === 0) return response;
    const stations = committedUs === undefined || this.options.recordStations === false ? undefined : record;
    return new Answer(response.code, response.body, warnings.length === 0 ? undefined : warnings, stations);
  }

  /** A refusal of what a person wanted deserves a reason. */
  private explain(request: ApiRequest, { code, body }: ApiResponse<unknown>, about: string): void {
    if (isRead(request) || !isStatusFailure(body) || !isPerson(this.authenticator.authenticate(request.user))) return;
    this.self.why('kube-apiserver.rejected', about, { verb: request.verb, code, reason: body.reason ?? '', message: body.message ?? '' });
  }

  private makeAdmission(randomInt: (bound: number) => number): AdmissionChain {
    const { resources } = this;
    const world = {
      lookup: (group: string, resource: string, namespace: string, name: string) => resources.get(group, resource)?.cached(namespace, name),
      list: (group: string, resource: string, namespace: string) => resources.get(group, resource)?.cacher.shelves.list(namespace) ?? [],
      randomInt,
    };
    return new AdmissionChain(admissionPlugins(world, { defaultTolerationSeconds: this.options.defaultTolerationSeconds ?? 300 }));
  }

  private makeAllocators(randomInt: (bound: number) => number): ReadonlyMap<string, Allocator> {
    const services = this.resources.get('', 'services');
    if (services === undefined) return new Map();
    const { serviceCidr = '10.96.0.0/16', nodePorts = { first: 30_000, last: 32_767 } } = this.options;
    const allocator = new ServiceAllocator({ serviceCidr, nodePorts }, randomInt);
    services.cacher.listener = allocator;
    return new Map([[services.id, allocator]]);
  }
}

const isLongRunning = ({ verb }: ApiRequest): boolean => verb === 'watch' || verb === 'connect';
const isRead = ({ verb }: ApiRequest): boolean => verb === 'get' || verb === 'list' || verb === 'watch';

function attributesOf(request: ApiRequest, user: Attributes['user']): Attributes {
  const { verb, group, resource, subresource = '', namespace = '', name = '' } = request;
  return { user, verb, group, resource, subresource, namespace, name };
}

function strategyContext(clock: Clock, randomInt: (bound: number) => number): StrategyContext {
  return {
    get nowUs(): number {
      return clock.nowUs;
    },
    randomInt,
  };
}

/** An answer whose stations are worked out only when somebody looks. */
class Answer implements ApiResponse<unknown> {
  readonly code: number;
  readonly body: unknown;
  readonly warnings: readonly string[] | undefined;
  private readonly record: AuditRecord | undefined;

  constructor(code: number, body: unknown, warnings: readonly string[] | undefined, record: AuditRecord | undefined) {
    this.code = code;
    this.body = body;
    this.warnings = warnings;
    this.record = record;
  }

  get stations(): readonly Station[] | undefined {
    return this.record?.stations;
  }
}
