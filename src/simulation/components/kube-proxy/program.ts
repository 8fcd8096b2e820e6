import { Client, resources, SharedInformerFactory } from '../../client-go/index.ts';
import type { Actor, Process, Program } from '../../engine/index.ts';
import { Proxier, SERVICE_INDEX, serviceOfSlice } from './proxier.ts';

export interface KubeProxyOptions {
  readonly server: () => Actor;
  readonly nodeName: string;
}

const NOT_FOR_US = '!service.kubernetes.io/headless,!service.kubernetes.io/service-proxy-name';

/** kube-proxy in iptables mode. Serves `details`: the rules as iptables-save prints them, and `rules` of one Service. */
export function kubeProxyProgram(options: KubeProxyOptions): Program {
  return function* (self: Actor): Process<void> {
    const client = new Client(self, options.server, { user: 'system:kube-proxy', userAgent: 'kube-proxy/v1.32.13' });
    const informers = new SharedInformerFactory(client);
    const services = informers.informer(resources.services, { query: { labelSelector: NOT_FOR_US } });
    const slices = informers.informer(resources.endpointSlices, { query: { labelSelector: NOT_FOR_US } });
    slices.addIndex(SERVICE_INDEX, (slice) => [serviceOfSlice(slice)]);
    const proxier = new Proxier(self, options.nodeName, services, slices);
    self.inspect = () => proxier.inspect();
    self.serve('details', function* () {
      return proxier.details();
    });
    self.serve('rules', function* (body) {
      return proxier.rulesFor(body as string);
    });
    informers.start();
    yield* informers.waitForSync();
    proxier.start();
  };
}
