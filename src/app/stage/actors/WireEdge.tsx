import type { Edge, EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { useStore } from 'zustand';
import type { LinkRecord } from '../../../protocol/index.ts';
import { useTexts } from '../../i18n/index.ts';
import { glass } from '../../store/index.ts';
import type { Point } from '../geometry/layout.ts';
import { placeOf } from '../geometry/route.ts';

export type WireEdgeType = Edge<{ readonly points: readonly Point[]; readonly place: string; readonly server: string }, 'wire'>;

export const pathOf = (points: readonly Point[]): string => points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join(' ');

/** What a fault does to a wire: nothing, slows it, or cuts it. */
type WireState = { readonly kind: 'whole' } | { readonly kind: 'off' } | { readonly kind: 'cut' } | { readonly kind: 'slow'; readonly ms: number };

/** A wire between the bar and somebody. `place`: the machine or actor at its other end. */
export const WireEdge = memo(function WireEdge({ data }: EdgeProps<WireEdgeType>) {
  const { t } = useTexts('stage');
  const { points = [], place = '', server = '' } = data ?? {};
  const state = useWireState(place, server);
  const from = points[0] ?? { x: 0, y: 0 };
  const to = points.at(-1) ?? from;
  const label = state.kind === 'off' ? t('noHeartbeat') : state.kind === 'cut' ? t('cut') : state.kind === 'slow' ? t('slow', { ms: state.ms }) : undefined;
  const middle = { x: (from.x + points[1]!.x) / 2, y: (from.y + (points.length > 2 ? from.y + 60 : to.y)) / 2 };
  return (
    <g className={`wire wire--${state.kind}`}>
      <path d={pathOf(points)} />
      <circle cx={from.x} cy={from.y} r="3" />
      {label !== undefined && (
        <text x={middle.x + 9} y={middle.y + 4}>
          ✂ {label}
        </text>
      )}
    </g>
  );
});

function useWireState(place: string, server: string): WireState {
  const { world } = glass();
  const machine = place.includes('/') ? placeOf(place).machine : place;
  const powered = useStore(world.cell('machines', machine), (record) => record?.powered !== false);
  const faults = useStore(world.linkFaults.cell(''));
  if (!powered) return { kind: 'off' };
  const mine = faults.flatMap((key) => world.get('links', key) ?? []).filter((link) => joins(link, place, machine, server));
  if (mine.some(({ cut }) => cut)) return { kind: 'cut' };
  const extraUs = Math.max(0, ...mine.map((link) => link.extraUs));
  return extraUs > 0 ? { kind: 'slow', ms: Math.round(extraUs / 1_000) } : { kind: 'whole' };
}

function joins({ a, b }: LinkRecord, place: string, machine: string, server: string): boolean {
  const mine = (end: string): boolean => end === place || end === machine || (!place.includes('/') && placeOf(end).machine === place);
  const others = (end: string): boolean => end === '*' || end === server || end === placeOf(server).machine;
  return (mine(a) && others(b)) || (mine(b) && others(a));
}
