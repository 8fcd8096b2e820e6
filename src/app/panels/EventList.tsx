import { useStore } from 'zustand';
import { useTexts } from '../i18n/index.ts';
import { glass } from '../store/index.ts';
import { eventsAbout, type ShownEvent } from './shown-event.ts';
import './events.css';

/** Events about one object, or all of them; newest first. */
export function EventList({ about }: { readonly about?: string }) {
  const { t } = useTexts('panels');
  const { world, selection } = glass();
  const keys = useStore(world.byResource.cell('events'));
  const events = eventsAbout(world, keys, about);
  if (events.length === 0) return <p className="inspector__soft">{t(about === undefined ? 'events.empty' : 'events.emptyHere')}</p>;
  const select = (key: string): void => selection.getState().select({ kind: 'object', key });
  return about === undefined ? <EventTable events={events} onSelect={select} /> : <Events events={events} />;
}

function Events({ events }: { readonly events: readonly ShownEvent[] }) {
  const { t } = useTexts('panels');
  return (
    <ul className="events">
      {events.map((event) => (
        <li key={event.key} className={`events__item events__item--${event.type === 'Warning' ? 'warning' : 'normal'}`}>
          <p className="events__head">
            <strong>{event.reason}</strong>
            <span className="inspector__soft">
              {event.type} · {event.at} {event.count > 1 && t('events.count', { count: event.count })}
            </span>
          </p>
          <p className="events__message">{event.message}</p>
          <p className="inspector__soft events__from">{event.from}</p>
        </li>
      ))}
    </ul>
  );
}

function EventTable({ events, onSelect }: { readonly events: readonly ShownEvent[]; readonly onSelect: (key: string) => void }) {
  const { t } = useTexts('panels');
  return (
    <table className="events__table">
      <thead>
        <tr>
          {(['lastSeen', 'type', 'reason', 'object', 'message'] as const).map((column) => (
            <th key={column} scope="col">
              {t(`events.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <tr key={event.key} className={event.type === 'Warning' ? 'events__row--warning' : ''}>
            <td className="events__time">{event.at}</td>
            <td>{event.type}</td>
            <td>{event.reason}</td>
            <td>
              <button type="button" className="link" onClick={() => onSelect(event.about)}>
                {event.objectName}
              </button>
            </td>
            <td>
              {event.message} {event.count > 1 && <span className="inspector__soft">{t('events.count', { count: event.count })}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
