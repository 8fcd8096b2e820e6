import type { ApiVerb } from '../../apimachinery/request.ts';
import type { UserInfo } from './authentication.ts';

/** What is asked for. Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/authorization/authorizer/interfaces.go. */
export interface Attributes {
  readonly user: UserInfo;
  readonly verb: ApiVerb;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
}

/** `noOpinion` hands the question to the next authorizer; if nobody has an opinion, the answer is no. */
export type Decision = 'allow' | 'deny' | 'noOpinion';

export interface Authorizer {
  authorize(attributes: Attributes): Decision;
}

/** Members of system:masters may do everything, whatever the authorizers say. */
export const privilegedGroups: Authorizer = {
  authorize: ({ user }) => (user.groups.includes('system:masters') ? 'allow' : 'noOpinion'),
};

/** `--authorization-mode=AlwaysAllow`. */
export const alwaysAllow: Authorizer = { authorize: () => 'allow' };

/** Asks one after another; the first opinion counts. */
export function unionAuthorizer(authorizers: readonly Authorizer[]): Authorizer {
  return {
    authorize: (attributes) => {
      for (const authorizer of authorizers) {
        const decision = authorizer.authorize(attributes);
        if (decision !== 'noOpinion') return decision;
      }
      return 'noOpinion';
    },
  };
}

/** The reason of a 403. Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/errors.go, forbiddenMessage. */
export function forbiddenReason({ user, verb, group, resource, subresource, namespace }: Attributes): string {
  const what = subresource === '' ? resource : `${resource}/${subresource}`;
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  return `User "${user.name}" cannot ${verb} resource "${what}" in API group "${group}" ${where}`;
}
