export * from './client.ts';
export { EventRecorder, referenceTo, type EventType } from './event-recorder.ts';
export { byController, byNamespace, CONTROLLER_INDEX, Indexer, NAMESPACE_INDEX, type IndexFunc } from './indexer.ts';
export { SharedInformer, SharedInformerFactory, type EventHandler, type InformerOptions } from './informer.ts';
export { LeaderElector, type LeaderElectionOptions } from './leader-election.ts';
export { TokenBucket } from './rate-limit.ts';
export { Reflector, type ReflectorTarget } from './reflector.ts';
export * as resources from './resources.ts';
export { runWorkers, Workqueue, type RateLimiterOptions } from './workqueue.ts';
