/** The doors of the real world that the simulation must never open. `what` names the replacement below the line. */
const doors: readonly { owner: object; name: string; what: string }[] = [
  { owner: Date, name: 'now', what: 'clock.nowUs' },
  { owner: Math, name: 'random', what: 'random.stream(name)' },
  { owner: performance, name: 'now', what: 'clock.nowUs' },
  { owner: globalThis, name: 'setTimeout', what: 'yield* sleep(…)' },
  { owner: globalThis, name: 'setInterval', what: 'yield* sleep(…) in a loop' },
  { owner: globalThis, name: 'setImmediate', what: 'yield* sleep(0)' },
  { owner: globalThis, name: 'queueMicrotask', what: 'a process' },
  { owner: globalThis, name: 'fetch', what: 'a message on the simulated network' },
];

/** Runs `work` with real time and chance made to throw, for our code and for what it depends on. `work` is synchronous. */
export function underGlass<T>(work: () => T): T {
  const saved = doors.map(({ owner, name }) => Object.getOwnPropertyDescriptor(owner, name));
  doors.forEach(({ owner, name, what }) => Object.defineProperty(owner, name, { configurable: true, value: shut(name, what) }));
  try {
    return work();
  } finally {
    doors.forEach(({ owner, name }, i) => restore(owner, name, saved[i]));
  }
}

function shut(name: string, what: string): () => never {
  return () => {
    throw new Error(`under glass: ${name} was called while the simulation ran; use ${what}`);
  };
}

function restore(owner: object, name: string, descriptor: PropertyDescriptor | undefined): void {
  if (descriptor === undefined) Reflect.deleteProperty(owner, name);
  else Object.defineProperty(owner, name, descriptor);
}
