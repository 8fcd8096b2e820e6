import type { ProgramDescription, ProgramSpec } from '../../contracts/programs.ts';
import { hollowProgram } from './hollow.ts';
import { describeServer, plainServer, servers } from './server.ts';

const described = new Map<string, ProgramDescription>();

/** Finds what a container of an image and a command does. Equal containers share one description. */
export function runProgram(spec: ProgramSpec): ProgramDescription {
  const pretended = spec.hollow ? hollowProgram(spec) : undefined;
  if (pretended) return pretended;
  const repository = repositoryOf(spec.image);
  const key = `${spec.hollow ? 'hollow' : 'real'}/${repository}`;
  let description = described.get(key);
  if (!description) described.set(key, (description = describeServer(servers.find((entry) => entry.repository.test(repository)) ?? plainServer, spec.hollow)));
  return description;
}

/** `docker.io/library/nginx:1.25` → `docker.io/library/nginx`. */
export function repositoryOf(image: string): string {
  const name = image.split('@')[0];
  const colon = name.lastIndexOf(':');
  return colon > name.lastIndexOf('/') ? name.slice(0, colon) : name;
}
