/** A short image name as containerd stores it: `nginx` → `docker.io/library/nginx:latest`. Source: distribution reference, ParseDockerRef, in behaviour. */
export function normalize(image: string): string {
  const slash = image.indexOf('/');
  const first = slash < 0 ? '' : image.slice(0, slash);
  const hasHost = first !== '' && (first.includes('.') || first.includes(':') || first === 'localhost');
  const path = hasHost ? image : `docker.io/${slash < 0 ? 'library/' : ''}${image}`;
  if (path.includes('@')) return path;
  return path.lastIndexOf(':') > path.lastIndexOf('/') ? path : `${path}:latest`;
}

/** The name without its tag: what a digest is appended to. */
export function repositoryOf(image: string): string {
  const colon = image.lastIndexOf(':');
  return image.split('@')[0].slice(0, colon > image.lastIndexOf('/') ? colon : image.length);
}
