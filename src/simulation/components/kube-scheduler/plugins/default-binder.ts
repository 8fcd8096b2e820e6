import { isFailure, resources } from '../../../client-go/index.ts';
import type { AnyPlugin } from '../framework/interface.ts';
import { errorStatus } from '../framework/status.ts';

const NAME = 'DefaultBinder';

/** Tells the API server which node the pod gets. Source: kubernetes v1.32 plugins/defaultbinder/default_binder.go. */
export const defaultBinder = (): AnyPlugin => ({
  name: NAME,
  *bind(_state, pod, node, client) {
    const { namespace, name, uid } = pod;
    const binding = { apiVersion: 'v1', kind: 'Binding', metadata: { namespace, name, uid }, target: { kind: 'Node', name: node } };
    const reply = yield* client.resource(resources.pods).createAt(namespace, name, 'binding', binding);
    return isFailure(reply) ? errorStatus(NAME, reply.message ?? 'the API server did not answer') : null;
  },
});
