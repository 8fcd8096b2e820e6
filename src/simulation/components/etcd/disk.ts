import type { Machine } from '../../engine/index.ts';
import { Lessor } from './lease/lessor.ts';
import { MvccStore } from './mvcc/store.ts';

/** A member's data directory: `machine.disk.get('etcd')`. Observers read `store` and never write. */
export class EtcdDisk {
  readonly store = new MvccStore();
  readonly lessor = new Lessor();

  /** The data directory of that machine, made when there is none. */
  static of(machine: Machine): EtcdDisk {
    const found = machine.disk.get('etcd');
    if (found instanceof EtcdDisk) return found;
    const disk = new EtcdDisk();
    machine.disk.set('etcd', disk);
    return disk;
  }
}
