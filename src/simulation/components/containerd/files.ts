import type { Mount } from '../../contracts/cri.ts';
import type { ProgramFiles } from '../../contracts/programs.ts';

const NOTHING: readonly Mount[] = [];

/** A container's file system: the volumes mounted in it over a writable layer of its own. Only what was written is there. */
export class ContainerFiles implements ProgramFiles {
  private readonly layer = new Map<string, string>();
  private readonly directories = new Set<string>(['/', '/tmp', '/etc', '/var', '/var/log', '/dev', '/proc', '/root', '/home', '/usr', '/bin', '/mnt']);
  private readonly mounts: readonly Mount[];

  constructor(mounts: readonly Mount[] | undefined) {
    this.mounts = mounts ?? NOTHING;
  }

  read(path: string): string | undefined {
    const { files, rest } = this.place(path);
    return files.get(rest);
  }

  write(path: string, content: string, append: boolean): string | undefined {
    if (path === '/dev/null') return undefined;
    const { files, rest, readOnly } = this.place(path);
    if (readOnly) return 'Read-only file system';
    if (files === this.layer && !this.isDirectory(parent(path))) return 'nonexistent directory';
    files.set(rest, append ? (files.get(rest) ?? '') + content : content);
    return undefined;
  }

  remove(path: string): boolean {
    const { files, rest, readOnly } = this.place(path);
    return !readOnly && files.delete(rest);
  }

  makeDirectory(path: string): void {
    for (let at = path; at !== '/' && at !== ''; at = parent(at)) this.directories.add(at);
  }

  list(path: string): readonly string[] | undefined {
    const mount = this.mounts.find((candidate) => candidate.containerPath === path);
    const names = new Set<string>();
    if (mount) for (const name of mount.files.keys()) names.add(name.split('/')[0]);
    else if (!this.isDirectory(path)) return undefined;
    const prefix = path === '/' ? '/' : `${path}/`;
    for (const known of [...this.layer.keys(), ...this.directories, ...this.mounts.map(({ containerPath }) => containerPath)]) {
      if (known.startsWith(prefix) && known.length > prefix.length) names.add(known.slice(prefix.length).split('/')[0]);
    }
    return [...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  }

  private isDirectory(path: string): boolean {
    return this.directories.has(path) || this.mounts.some(({ containerPath }) => containerPath === path || containerPath.startsWith(`${path}/`));
  }

  /** Where a path lies: in a volume, under its name there, or in the container's own layer. */
  private place(path: string): { files: Map<string, string>; rest: string; readOnly: boolean } {
    for (const { containerPath, files, readOnly } of this.mounts) {
      if (path === containerPath) return { files, rest: '', readOnly };
      if (path.startsWith(containerPath === '/' ? '/' : `${containerPath}/`)) return { files, rest: path.slice(containerPath.length + 1), readOnly };
    }
    return { files: this.layer, rest: path, readOnly: false };
  }
}

const parent = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';
