import type { Event } from 'kubernetes-types/events/v1.d.ts'
import type { Typed } from '../../apimachinery/meta.ts'
import { declareKind } from '../declare.ts'

export const eventsEventKind = declareKind<Typed<Event>>({
  group: 'events.k8s.io', version: 'v1', kind: 'Event', resource: 'events', shortNames: ['ev'], categories: [],
  namespaced: true, subresources: [], etcdPrefix: 'events',
})
