import { EventList } from '../EventList.tsx';

/** All events of the cluster, as `kubectl get events -A` would list them, newest first. */
export function EventsPanel() {
  return (
    <div className="events__panel" tabIndex={0}>
      <EventList />
    </div>
  );
}
