import type { Namespace, ServiceAccount } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { isAlreadyExists } from '../../../apimachinery/status.ts';
import { isFailure, resources, type SharedInformer, type Workqueue } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import type { ControllerContext, SyncResult } from '../context.ts';
import { isNamespaceTerminating, textOf } from '../failures.ts';

/**
 * Gives each active namespace its ServiceAccount `default`.
 * Source: kubernetes v1.32 pkg/controller/serviceaccount/serviceaccounts_controller.go.
 */
export class ServiceAccountController {
  private readonly namespaces: SharedInformer<Typed<Namespace>>;
  private readonly accounts: SharedInformer<Typed<ServiceAccount>>;
  private readonly queue: Workqueue;
  private readonly context: ControllerContext;

  constructor(context: ControllerContext) {
    this.context = context;
    this.namespaces = context.informer(resources.namespaces);
    this.accounts = context.informer(resources.serviceAccounts);
    this.queue = context.queue('serviceaccount');
    this.namespaces.addHandler({
      onAdd: (namespace) => this.queue.add(namespace.metadata.name!),
      onUpdate: (_old, namespace) => this.queue.add(namespace.metadata.name!),
    });
    this.accounts.addHandler({ onDelete: (account) => this.queue.add(account.metadata.namespace!) });
    context.work(this.queue, 1, (key) => this.sync(key));
  }

  private *sync(name: string): Process<SyncResult> {
    const namespace = this.namespaces.get('', name);
    if (!namespace || namespace.status?.phase === 'Terminating' || this.accounts.get(name, 'default')) return undefined;
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: name } } as Typed<ServiceAccount>;
    const reply = yield* this.context.client.resource(resources.serviceAccounts).create(account);
    if (isFailure(reply)) return isAlreadyExists(reply) || isNamespaceTerminating(reply) ? undefined : textOf(reply);
    this.context.why('serviceaccount.created', `serviceaccounts/${name}/default`, { namespace: name });
    return undefined;
  }
}
