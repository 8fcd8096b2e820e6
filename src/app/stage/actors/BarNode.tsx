import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import { memo, useRef } from 'react';
import { useStore } from 'zustand';
import { useTexts } from '../../i18n/index.ts';
import { glass, viewUs } from '../../store/index.ts';
import { stations, type Point, type Rect, type Station } from '../geometry/layout.ts';
import type { ApiserverInspection } from './inspections.ts';
import { scaleStyle } from './Card.tsx';
import { useActor, useSelected } from './useActor.ts';

export type BarNodeType = Node<{ readonly actor: string; readonly rect: Rect; readonly narrow: boolean; readonly scale: number; readonly stationAt: ReadonlyMap<Station, Point>; readonly stationWidth: number }, 'bar'>;

/** The API server: the only door, with the stations that every request passes. */
export const BarNode = memo(function BarNode({ data: { actor, rect, narrow, scale, stationAt, stationWidth } }: NodeProps<BarNodeType>) {
  const { t } = useTexts('stage');
  const { state, inspection } = useActor<ApiserverInspection>(actor);
  const selected = useSelected(actor);
  return (
    <div className={`bar bar--${state} ${narrow ? 'bar--narrow' : ''} ${selected ? 'is-selected' : ''}`} style={{ width: rect.width / scale, height: rect.height / scale, ...scaleStyle(scale) }}>
      <div className="bar__name">
        <b className="mono">kube-apiserver</b>
        <span>{state === 'running' ? t('apiserver') : state === 'frozen' ? t('frozen') : t('stopped')}</span>
      </div>
      {stations.map((station, index) => (
        <span
          key={station}
          className={`station ${index === stations.length - 1 ? 'station--last' : ''}`}
          style={{ left: (stationAt.get(station)!.x - rect.x - stationWidth / 2) / scale, top: (stationAt.get(station)!.y - rect.y) / scale - 14, width: stationWidth / scale }}
        >
          {t(`stations.${station}`)}
        </span>
      ))}
      <div className="bar__counts">
        <RequestRate actor={actor} />
        <span>
          {t('watchers', { count: inspection?.watchers ?? 0 })}
          {!narrow && <> · {t('inFlight', { count: (inspection?.readingInFlight ?? 0) + (inspection?.writingInFlight ?? 0) })}</>}
        </span>
      </div>
      <Handle type="source" position={Position.Top} isConnectable={false} />
    </div>
  );
});

const WINDOW_US = 1_000_000;

/** Requests that reached the API server in the last second of virtual time. */
function RequestRate({ actor }: { readonly actor: string }) {
  const { t } = useTexts('stage');
  const last = useRef({ untilUs: -1, count: 0 });
  const count = useStore(glass().playback, (playback) => {
    const untilUs = viewUs(playback);
    // Between two steps of a tenth of a second the answer would only flicker.
    if (Math.abs(untilUs - last.current.untilUs) < WINDOW_US / 10) return last.current.count;
    const sent = glass().messages.between(untilUs - WINDOW_US, untilUs);
    const requests = sent.filter(({ to, kind, method }) => to === actor && (kind === 'request' || (kind === 'heartbeat' && !method.endsWith('response')))).length;
    last.current = { untilUs, count: requests };
    return requests;
  });
  return <b className="mono">{t('requests', { count })}</b>;
}
