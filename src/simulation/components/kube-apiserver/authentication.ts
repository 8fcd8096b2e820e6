/** Who asks, once the credential was believed. */
export interface UserInfo {
  readonly name: string;
  readonly groups: readonly string[];
}

const SERVICE_ACCOUNT = 'system:serviceaccount:';

/**
 * Turns the presented credential into a user with groups. The credential is the user name itself: certificates and
 * tokens that prove it are not modelled. Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/authentication.
 */
export function authenticate(credential: string): UserInfo {
  if (credential === '' || credential === 'system:anonymous') return { name: 'system:anonymous', groups: ['system:unauthenticated'] };
  return { name: credential, groups: [...groupsOf(credential), 'system:authenticated'] };
}

function groupsOf(name: string): string[] {
  if (name === 'kubernetes-admin' || name === 'system:apiserver') return ['system:masters'];
  if (name.startsWith('system:node:')) return ['system:nodes'];
  if (!name.startsWith(SERVICE_ACCOUNT)) return [];
  const namespace = name.slice(SERVICE_ACCOUNT.length).split(':')[0];
  return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
}

/** Remembers answers: a cluster has few credentials and very many requests. */
export class Authenticator {
  private readonly known = new Map<string, UserInfo>();

  authenticate(credential: string): UserInfo {
    let user = this.known.get(credential);
    if (user === undefined) this.known.set(credential, (user = authenticate(credential)));
    return user;
  }
}

/** A person, not a part of the cluster: what is refused to people is worth explaining. */
export const isPerson = (user: UserInfo): boolean => !user.name.startsWith('system:');
