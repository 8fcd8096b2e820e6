const domainPart = /^(localhost|[^/]*[.:][^/]*)$/;
const repositoryPattern = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

/** A name with its tag, or why it is none. */
export type Tagged = { readonly image: string } | { readonly problem: string };

/**
 * Adds `:latest` to a name without tag and digest, and leaves the rest as it is. Refuses what is no image name.
 * Source: kubernetes v1.32 pkg/kubelet/images/image_manager.go, applyDefaultImageTag; distribution reference, ParseNormalizedNamed.
 */
export function applyDefaultImageTag(image: string): Tagged {
  const problem = problemOf(image);
  if (problem !== undefined) return { problem: `couldn't parse image name "${image}": ${problem}` };
  if (image.includes('@')) return { image };
  return { image: image.lastIndexOf(':') > image.lastIndexOf('/') ? image : `${image}:latest` };
}

function problemOf(image: string): string | undefined {
  if (/^[a-f0-9]{64}$/.test(image)) return `invalid repository name (${image}), cannot specify 64-byte hexadecimal strings`;
  const slash = image.indexOf('/');
  const hasDomain = slash > 0 && domainPart.test(image.slice(0, slash));
  const remainder = hasDomain ? image.slice(slash + 1) : image;
  const at = remainder.indexOf('@');
  const named = at < 0 ? remainder : remainder.slice(0, at);
  const colon = named.lastIndexOf(':');
  const tagged = colon > named.lastIndexOf('/');
  const repository = tagged ? named.slice(0, colon) : named;
  // A domain with capitals is read as a part of the path, so the whole is looked at.
  const path = slash > 0 && !hasDomain ? repository : repository;
  if (path !== path.toLowerCase()) return `invalid reference format: repository name (${upperPart(path, slash > 0 && !hasDomain)}) must be lowercase`;
  if (!repositoryPattern.test(repository) || (tagged && !tagPattern.test(named.slice(colon + 1)))) return 'invalid reference format';
  return undefined;
}

/** A first part with capitals counts as a domain, so that only the rest is named. */
function upperPart(path: string, mayHaveDomain: boolean): string {
  const slash = path.indexOf('/');
  const first = path.slice(0, slash);
  return mayHaveDomain && slash > 0 && first !== first.toLowerCase() ? path.slice(slash + 1) : path;
}
