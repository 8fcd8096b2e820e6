import type { ApiRequest, ApiResponse } from '../../apimachinery/request.ts';
import { forbidden, isStatusFailure, tooManyRequests } from '../../apimachinery/status.ts';
import type { Actor, CallContext, Process } from '../../engine/index.ts';
import type { StrategyContext } from '../../kinds/kind.ts';
import { kinds } from '../../kinds/registry.ts';
import { AdmissionChain } from './admission/chain.ts';
import { admissionPlugins } from './admission/registry.ts';
import { ResourceTable } from './api-resource.ts';
import { AuditLog } from './audit.ts';
import { Authenticator, isPerson } from './authentication.ts';
import { alwaysAllow, type Attributes, type Authorizer, forbiddenReason, privilegedGroups, unionAuthorizer } from './authorization.ts';
import { Clock } from './clock.ts';
import { unknownPath } from './errors.ts';
import { route } from './handlers/route.ts';
import { defaultInFlightLimits, Seats } from './in-flight.ts';
import { type Inspection, inspectionOf, RequestCounts } from './inspection.ts';
import type { KubeApiserverOptions } from './options.ts';
import type { Allocator } from './registry/allocation.ts';
import { ServiceAllocator } from './registry/service-allocator.ts';
import { Scope } from './scope.ts';
import { Passage } from './stations.ts';
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
  private readonly authorizer: Authorizer;
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
    this.authorizer = unionAuthorizer([privilegedGroups, ...(options.authorizers ?? [alwaysAllow])]);
    this.audit = AuditLog.of(self.machine);
    this.admission = this.makeAdmission(draw('admission'));
    this.allocators = this.makeAllocators(draw('services'));
  }

  /** Answers one request: a seat, the stations, the audit log. */
  *handle(request: ApiRequest, context: CallContext): Process<ApiResponse<unknown>> {
    const startUs = this.clock.nowUs;
    const response = yield* this.seated(request, context);
    this.account(request, context, response, startUs);
    return response;
  }

  inspection(): Inspection {
    return inspectionOf(this);
  }

  private *seated(request: ApiRequest, context: CallContext): Process<ApiResponse<unknown>> {
    if (request.verb === 'watch' || request.verb === 'connect') return yield* this.answer(request, context);
    const seats = isRead(request) ? this.reading : this.writing;
    if (!seats.trySit() && !(yield* seats.sit())) {
      const status = tooManyRequests('Too many requests, please try again later.', 1);
      return { code: status.code, body: status };
    }
    const response = yield* this.answer(request, context);
    seats.stand();
    return response;
  }

  private *answer(request: ApiRequest, context: CallContext): Process<ApiResponse<unknown>> {
    const startUs = this.clock.nowUs;
    const passage = Passage.draw(this.self.engine.random.stream('kube-apiserver/stations'));
    yield isRead(request) ? passage.readUs : passage.writeUs;
    const user = this.authenticator.authenticate(request.user);
    const attributes = attributesOf(request, user);
    const decision = this.authorizer.authorize(attributes);
    if (decision !== 'allow') {
      const status = forbidden(attributes.group, attributes.resource, attributes.name, forbiddenReason(attributes));
      return { code: status.code, body: status };
    }
    const resource = this.resources.get(request.group, request.resource);
    if (resource === undefined || resource.kind.version !== request.version) return { code: 404, body: unknownPath() };
    const scope = new Scope(request, resource, user, context);
    const response = yield* route(this, scope);
    if (scope.committedUs === undefined || this.options.recordStations === false) return withWarnings(response, scope.warnings);
    return { ...withWarnings(response, scope.warnings), stations: passage.ofWrite(startUs, scope.committedUs) };
  }

  private account(request: ApiRequest, context: CallContext, response: ApiResponse<unknown>, startUs: number): void {
    const { nowUs } = this.clock;
    const { verb, resource, subresource, namespace, name, user } = request;
    const about = namespace ? `${namespace}/${name ?? ''}` : (name ?? '');
    this.counts.count(verb, response.code);
    this.audit.record({ atUs: nowUs, verb, resource: subresource ? `${resource}/${subresource}` : resource, about, user, code: response.code, latencyUs: nowUs - startUs, span: context.span });
    this.self.touch();
    if (isRead(request) || !isStatusFailure(response.body) || !isPerson(this.authenticator.authenticate(user))) return;
    this.self.why('kube-apiserver.rejected', `${resource}/${about}`, { verb, code: response.code, reason: response.body.reason ?? '', message: response.body.message ?? '' });
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

const withWarnings = (response: ApiResponse<unknown>, warnings: readonly string[]): ApiResponse<unknown> => (warnings.length === 0 ? response : { ...response, warnings });
