import type { AnyPlugin } from '../framework/interface.ts';

/** Higher priority first, then whoever waits longer. Source: kubernetes v1.32 plugins/queuesort/priority_sort.go. */
export const prioritySort = (): AnyPlugin => ({
  name: 'PrioritySort',
  compare: (a, b) => b.priority - a.priority || a.queuedUs - b.queuedUs,
});
