import type { Actor, Process, Program } from '../../engine/index.ts';
import type { EtcdCall } from '../../contracts/etcd.ts';
import type { FsyncLatency } from './consensus.ts';
import { EtcdDisk } from './disk.ts';
import { EtcdServer } from './server.ts';
import type { Seal } from './mvcc/store.ts';

export interface EtcdOptions {
  /** Default 300–800 µs. */
  readonly fsync?: FsyncLatency;
  /** Called once per put, at its commit: lets the owner of the values write the revision into them. */
  readonly seal?: Seal;
}

/** How often an unsynced watcher gets its next batch. Source: etcd 3.5 mvcc/watchable_store.go, syncWatchersLoop. */
const SYNC_WATCHERS_US = 100_000;

/**
 * etcd, one member: serves `etcd` calls (contracts/etcd.ts). Its data is on the machine's disk under `etcd`
 * (an EtcdDisk), so it survives a crash and a power cut; watches do not.
 */
export function etcdProgram(options: EtcdOptions = {}): Program {
  const fsync = options.fsync ?? { minUs: 300, maxUs: 800 };
  return function* (self: Actor): Process<void> {
    const disk = EtcdDisk.of(self.machine);
    disk.store.sealWith(options.seal);
    disk.lessor.renewAll(self.engine.nowUs);
    const server = new EtcdServer(self, disk, fsync);
    self.inspect = () => server.inspection();
    self.serve('etcd', (body, context) => server.handle(body as EtcdCall, context));
    server.scheduleExpiry();
    for (;;) {
      yield* server.unsyncedArrived.wait();
      while (server.watches.hasUnsynced) {
        server.watches.syncWatchers();
        if (server.watches.hasUnsynced) yield SYNC_WATCHERS_US;
      }
    }
  };
}
