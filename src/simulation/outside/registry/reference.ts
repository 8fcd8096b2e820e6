/** A whole image reference in its parts. */
export interface Reference {
  readonly host: string;
  /** `library/nginx`. */
  readonly repository: string;
  readonly tag: string;
}

/** Splits a full reference as containerd sends it: `docker.io/library/nginx:1.14.2`, or with `@sha256:…`. */
export function parseReference(image: string): Reference {
  const slash = image.indexOf('/');
  const host = image.slice(0, slash);
  const rest = image.slice(slash + 1);
  const at = rest.indexOf('@');
  if (at >= 0) return { host, repository: rest.slice(0, at).split(':')[0], tag: rest.slice(at + 1) };
  const colon = rest.lastIndexOf(':');
  return colon < 0 ? { host, repository: rest, tag: 'latest' } : { host, repository: rest.slice(0, colon), tag: rest.slice(colon + 1) };
}
