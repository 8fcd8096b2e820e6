/** Limits and shares of one control group. 0 means none. */
export interface CgroupLimits {
  readonly cpuRequestMillicores: number;
  readonly cpuLimitMillicores: number;
  readonly memoryLimitBytes: number;
}

/** The control groups of a machine, by path. */
export class Cgroups {
  private readonly groups = new Map<string, CgroupLimits>();

  get size(): number {
    return this.groups.size;
  }

  create(path: string, limits: CgroupLimits): void {
    this.groups.set(path, limits);
  }

  get(path: string): CgroupLimits | undefined {
    return this.groups.get(path);
  }

  remove(path: string): void {
    this.groups.delete(path);
  }
}
