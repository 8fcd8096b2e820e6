import { apiVersionOf } from '../../../apimachinery/group.ts';
import type { NonResourceRequest, NonResourceResponse } from '../../../apimachinery/request.ts';
import type { Process } from '../../../engine/index.ts';
import type { ApiServer } from '../server.ts';
import { apiGroup, apiGroupDiscoveryList, apiGroupList, apiResourceList, apiVersions } from './documents.ts';
import { openApiIndex, openApiSpec } from './openapi.ts';
import { OPENAPI_V2_CONTENT_TYPE, OPENAPI_V2_PROTOBUF, openApiV2Protobuf } from './openapi-v2.ts';
import { servedGroups, type ServedGroup } from './resources.ts';
import { serverVersion } from './version.ts';

const HANDLE_US = 60;

/** Answers what is asked about the server itself: what it serves, whether it is well, which version it is. */
export class Discovery {
  private known: readonly ServedGroup[] = [];
  private knownKinds = -1;
  private readonly specs = new Map<string, object>();
  private readonly server: ApiServer;

  constructor(server: ApiServer) {
    this.server = server;
  }

  *handle(request: NonResourceRequest): Process<NonResourceResponse> {
    yield HANDLE_US;
    const response = this.answer(request);
    this.server.counts.count('get', response.code);
    return response;
  }

  private get groups(): readonly ServedGroup[] {
    const kinds = this.server.resources.kinds();
    if (kinds.length !== this.knownKinds) {
      this.known = servedGroups(kinds);
      this.knownKinds = kinds.length;
      this.specs.clear();
    }
    return this.known;
  }

  private answer({ path, accept }: NonResourceRequest): NonResourceResponse {
    const parts = path.split('/').filter((part) => part !== '');
    switch (parts[0]) {
      case 'api':
      case 'apis':
        return this.apis(parts, accept);
      case 'openapi':
        return this.openApi(parts, accept);
      case 'version':
        return parts.length === 1 ? indented(serverVersion) : missing();
      case 'healthz':
      case 'livez':
      case 'readyz':
        return text(200, 'ok');
      case undefined:
        return json({ paths: this.paths() });
      default:
        return missing();
    }
  }

  private apis(parts: readonly string[], accept: string): NonResourceResponse {
    const core = parts[0] === 'api';
    const [name, version] = core ? ['', parts[1]] : [parts[1], parts[2]];
    if (parts.length === 1) {
      const aggregated = aggregatedVersion(accept);
      const groups = this.groups.filter((group) => (group.name === '') === core);
      if (aggregated !== undefined) return json(apiGroupDiscoveryList(aggregated, groups), `application/json;g=apidiscovery.k8s.io;v=${aggregated};as=APIGroupDiscoveryList`);
      return json(core ? apiVersions(this.address) : apiGroupList(this.groups));
    }
    const group = this.groups.find((one) => one.name === name);
    if (group === undefined) return missing();
    if (!core && version === undefined) return json(apiGroup(group));
    const served = group.versions.find((one) => one.version === version);
    return served === undefined || parts.length > (core ? 2 : 3) ? missing() : json(apiResourceList(name!, served));
  }

  private openApi(parts: readonly string[], accept: string): NonResourceResponse {
    if (parts[1] === 'v2' && parts.length === 2) return this.openApiV2(accept);
    if (parts[1] !== 'v3') return missing();
    if (parts.length === 2) return json(openApiIndex(this.groups));
    const core = parts[2] === 'api';
    const name = core ? '' : parts[3];
    const version = core ? parts[3] : parts[4];
    const served = this.groups.find((group) => group.name === name)?.versions.find((one) => one.version === version);
    if (served === undefined) return missing();
    const key = apiVersionOf({ group: name!, version: version! });
    let spec = this.specs.get(key);
    if (spec === undefined) this.specs.set(key, (spec = openApiSpec(name!, served, this.server.options.describeField)));
    return json(spec);
  }

  /** Version and title alone: kinds are described in v3, and who asks here asks about kinds that nobody serves. */
  private openApiV2(accept: string): NonResourceResponse {
    if (accept.includes(OPENAPI_V2_PROTOBUF)) return { code: 200, contentType: OPENAPI_V2_CONTENT_TYPE, body: openApiV2Protobuf() };
    return json({ swagger: '2.0', info: { title: 'Kubernetes', version: serverVersion.gitVersion }, paths: {}, definitions: {} });
  }

  private paths(): string[] {
    const versions = this.groups.flatMap(({ name, versions: all }) => (name === '' ? ['/api', '/api/v1'] : [`/apis/${name}`, ...all.map(({ version }) => `/apis/${name}/${version}`)]));
    return [...versions, '/apis', '/healthz', '/livez', '/openapi/v2', '/openapi/v3', '/readyz', '/version'];
  }

  private get address(): string {
    return `${this.server.options.advertiseAddress ?? '172.18.0.2'}:6443`;
  }
}

const json = (body: object, contentType = 'application/json', code = 200): NonResourceResponse => ({ code, contentType, body });
const indented = (body: object): NonResourceResponse => ({ code: 200, contentType: 'application/json', body: JSON.stringify(body, null, 2) });
const text = (code: number, body: string): NonResourceResponse => ({ code, contentType: 'text/plain; charset=utf-8', body });

/** Outside the API a 404 is plain text, inside it too when no group answers. */
function missing(): NonResourceResponse {
  return text(404, '404 page not found\n');
}

function aggregatedVersion(accept: string): 'v2' | 'v2beta1' | undefined {
  for (const one of accept.split(',')) {
    if (!one.includes('as=APIGroupDiscoveryList')) continue;
    if (/;v=v2(;|$)/.test(one.trim())) return 'v2';
    if (one.includes('v=v2beta1')) return 'v2beta1';
  }
  return undefined;
}
