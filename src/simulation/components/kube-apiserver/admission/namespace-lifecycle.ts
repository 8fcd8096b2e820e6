import { forbidden, notFound } from '../../../apimachinery/status.ts';
import { type AdmissionPlugin, type AdmissionWorld, nameForRefusal } from './plugin.ts';

const IMMORTAL = new Set(['default', 'kube-system', 'kube-public']);

/**
 * Nothing new in a namespace that does not exist or is being deleted; some namespaces may not be deleted at all.
 * Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/admission/plugin/namespace/lifecycle/admission.go.
 * Differs: no waiting for a namespace that was only just created; our cache is not behind our own writes.
 */
export function namespaceLifecycle(world: AdmissionWorld): AdmissionPlugin {
  return {
    name: 'NamespaceLifecycle',
    admit: (request) => {
      const { operation, group, resource, namespace, name, object } = request;
      if (resource === 'namespaces' && group === '') {
        return operation === 'DELETE' && IMMORTAL.has(name) ? forbidden('', resource, name, 'this namespace may not be deleted') : object;
      }
      if (namespace === '' || operation === 'DELETE') return object;
      const found = world.lookup('', 'namespaces', '', namespace);
      if (found === undefined) return notFound('', 'namespaces', namespace);
      if (operation !== 'CREATE' || found.status?.phase !== 'Terminating') return object;
      return terminating(forbidden(group, resource, nameForRefusal(request), `unable to create new content in namespace ${namespace} because it is being terminated`), namespace);
    },
  };
}

function terminating(refusal: ReturnType<typeof forbidden>, namespace: string): ReturnType<typeof forbidden> {
  const cause = { reason: 'NamespaceTerminating', message: `namespace ${namespace} is being terminated`, field: 'metadata.namespace' };
  return { ...refusal, details: { ...refusal.details, causes: [cause] } };
}
