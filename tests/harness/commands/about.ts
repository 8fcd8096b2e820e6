import { Keys } from '../../../src/simulation/cluster/observe/keys.ts';

const keys = new Keys();

/** `pods/default/web` of etcd's `/registry/pods/default/web`; other texts as they are. */
export const objectKeyOf = (about: string): string => keys.fromEtcd(about)?.key ?? about;

/** `*` stands for any text without a slash. */
export function aboutMatches(pattern: string, about: string): boolean {
  const source = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('[^/]*');
  return new RegExp(`^${source}$`).test(about);
}
