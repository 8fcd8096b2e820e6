import type { ConfigMap, Namespace } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { isAlreadyExists, isNotFound } from '../../../apimachinery/status.ts';
import { isFailure, resources, type SharedInformer, type Workqueue } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import type { ControllerContext, SyncResult } from '../context.ts';
import { isNamespaceTerminating, textOf } from '../failures.ts';

const NAME = 'kube-root-ca.crt';
const DESCRIPTION = 'kubernetes.io/description';
const TEXT = 'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

/**
 * Puts the cluster's certificate authority into each namespace, for pods to trust the API server.
 * Source: kubernetes v1.32 pkg/controller/certificates/rootcacertpublisher/publisher.go.
 */
export class RootCaPublisher {
  private readonly namespaces: SharedInformer<Typed<Namespace>>;
  private readonly maps: SharedInformer<Typed<ConfigMap>>;
  private readonly queue: Workqueue;
  private readonly context: ControllerContext;

  constructor(context: ControllerContext) {
    this.context = context;
    this.namespaces = context.informer(resources.namespaces);
    this.maps = context.informer(resources.configMaps);
    this.queue = context.queue('root_ca_cert_publisher');
    this.namespaces.addHandler({
      onAdd: (namespace) => this.queue.add(namespace.metadata.name!),
      onUpdate: (_old, namespace) => this.queue.add(namespace.metadata.name!),
    });
    const changed = (map: Typed<ConfigMap>): void => {
      if (map.metadata.name === NAME) this.queue.add(map.metadata.namespace!);
    };
    this.maps.addHandler({ onUpdate: (_old, map) => changed(map), onDelete: changed });
    context.work(this.queue, 1, (key) => this.sync(key));
  }

  private *sync(namespace: string): Process<SyncResult> {
    const found = this.namespaces.get('', namespace);
    if (!found || found.status?.phase === 'Terminating') return undefined;
    const map = this.maps.get(namespace, NAME);
    const data = { 'ca.crt': this.context.config.rootCa };
    if (map && map.data?.['ca.crt'] === data['ca.crt'] && Object.keys(map.data).length === 1 && map.metadata.annotations?.[DESCRIPTION]) return undefined;
    const annotations = { ...map?.metadata.annotations, [DESCRIPTION]: TEXT };
    const next = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...map?.metadata, name: NAME, namespace, annotations }, data } as Typed<ConfigMap>;
    const door = this.context.client.resource(resources.configMaps);
    const reply = map ? yield* door.update(next) : yield* door.create(next);
    if (!isFailure(reply) || isAlreadyExists(reply) || isNotFound(reply) || isNamespaceTerminating(reply)) return undefined;
    return textOf(reply);
  }
}
