export { EtcdDisk } from './disk.ts';
export { isEtcdError } from './errors.ts';
export { etcdProgram, type EtcdOptions } from './program.ts';
export type { EtcdInspection, WatchAnswer } from './server.ts';
export type { CommitListener, MvccStore, Seal } from './mvcc/store.ts';
