import { useEffect, useState } from 'react';
import { glass, isPast } from '../../store/index.ts';
import { occupy, settle, vacant, type Occupancy } from './slots.ts';

/** How long a pod that is gone is still drawn, so that its end is seen. */
const FAREWELL_MS = 320;

/** The pods of a bay with their places, those just gone among them for a moment. */
export function usePodSlots(keys: readonly string[]): Occupancy {
  const [occupancy, setOccupancy] = useState(() => occupy(vacant, keys));
  if (occupancy.keys !== keys) {
    const next = occupy(occupancy, keys);
    // An instant of the past is shown as it was, not on its way from another.
    setOccupancy(isPast(glass().playback.getState()) ? settle(next, next.round) : next);
  }
  const { round } = occupancy;
  const anybodyLeaves = occupancy.leaving.size > 0;
  useEffect(() => {
    // Not taken back when the next round begins: this round's farewell is over by then all the same.
    if (anybodyLeaves) setTimeout(() => setOccupancy((before) => settle(before, round)), FAREWELL_MS);
  }, [round, anybodyLeaves]);
  return occupancy;
}
