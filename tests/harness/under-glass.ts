import '../../src/simulation/cluster/with-kubectl.ts';

// Runs before every test file: what comes out of the simulated etcd is really frozen, so that a component that mutates shared state fails at once.
Object.assign(globalThis, { __KUBEGLASS_FREEZE__: true });
