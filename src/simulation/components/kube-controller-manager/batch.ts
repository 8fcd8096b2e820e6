import { type Actor, Future, type Process } from '../../engine/index.ts';

/** Runs processes side by side and answers their results in the same order. */
export function* runAll<T>(self: Actor, processes: readonly Process<T>[]): Process<T[]> {
  if (processes.length === 1) return [yield* processes[0]];
  const results = new Array<T>(processes.length);
  const done = new Future<true>();
  let left = processes.length;
  processes.forEach((process, index) => {
    self.spawn(process).onDone = (value) => {
      results[index] = value as T;
      if (--left === 0) done.resolve(true);
    };
  });
  if (left > 0) yield done;
  return results;
}

export interface BatchResult {
  readonly successes: number;
  readonly error: string | undefined;
}

/**
 * Does something `count` times in batches of 1, 2, 4 …, and stops after the first batch in which one fails: a bad template then
 * costs one request, not hundreds. `act` answers undefined or an error text.
 * Source: kubernetes v1.32 pkg/controller/replicaset/replica_set.go, slowStartBatch.
 */
export function* slowStartBatch(self: Actor, count: number, act: () => Process<string | undefined>): Process<BatchResult> {
  let successes = 0;
  let remaining = count;
  for (let size = 1; remaining > 0; size *= 2) {
    const batch = size < remaining ? size : remaining;
    const results = yield* runAll(self, Array.from({ length: batch }, act));
    const errors = results.filter((result) => result !== undefined);
    successes += batch - errors.length;
    if (errors.length > 0) return { successes, error: errors[0] };
    remaining -= batch;
  }
  return { successes, error: undefined };
}
