import { memo, type PointerEvent } from 'react';
import { useStore } from 'zustand';
import { useTexts } from '../../i18n/index.ts';
import { glass } from '../../store/index.ts';
import { PodButton } from './PodButton.tsx';
import { gridFor, type Grid, type Occupancy } from './slots.ts';
import { usePodSlots } from './usePodSlots.ts';

export interface PodFieldProps {
  /** Name of the node; '' for the pods that have none. */
  readonly node: string;
  readonly width: number;
  readonly height: number;
  readonly lost: boolean;
  readonly onGrab: (event: PointerEvent<HTMLElement>, podKey: string) => void;
}

/** The pods of a node, each in its own place for life. */
export const PodField = memo(function PodField({ node, width, height, lost, onGrab }: PodFieldProps) {
  const { t } = useTexts('stage');
  const keys = useStore(glass().world.podsByNode.cell(node));
  const occupancy = usePodSlots(keys);
  const grid = gridFor(placesOf(occupancy), { width, height });
  const shown = [...occupancy.keys, ...occupancy.leaving.keys()];
  return (
    <div className="pod-field" style={{ width, height }}>
      {shown.map((key) => {
        const { x, y } = placeAt(grid, occupancy.slots.get(key) ?? 0);
        return <PodButton key={key} podKey={key} size={grid.size} x={x} y={y} width={grid.width} height={grid.height} lost={lost} gone={occupancy.leaving.has(key)} first={key === keys[0]} t={t} onGrab={onGrab} />;
      })}
    </div>
  );
});

/** One more than the last place taken. */
const placesOf = ({ slots }: Occupancy): number => Math.max(0, ...slots.values()) + 1;

function placeAt({ columns, width, height, gap }: Grid, slot: number): { readonly x: number; readonly y: number } {
  return { x: (slot % columns) * (width + gap), y: Math.floor(slot / columns) * (height + gap) };
}
