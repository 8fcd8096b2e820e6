import { isStatusFailure } from '../../apimachinery/status.ts';
import type { Process } from '../../engine/index.ts';
import type { Storage } from './storage/storage.ts';

/** Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/storage/storagebackend/config.go, DefaultCompactInterval. */
const INTERVAL_US = 300_000_000;

/** Every five minutes lets etcd forget what is older than five minutes. Source: .../storage/etcd3/compact.go. */
export function* compactor(storage: Storage): Process<void> {
  let lastSeen = 0;
  for (;;) {
    yield INTERVAL_US;
    const newest = yield* storage.revision('heartbeat');
    if (isStatusFailure(newest)) continue;
    if (lastSeen > 0) yield* storage.compact(lastSeen);
    lastSeen = newest;
  }
}
