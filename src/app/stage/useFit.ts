import { useReactFlow, useStore, type OnMove } from '@xyflow/react';
import { useCallback, useEffect, useRef } from 'react';
import type { Layout } from './geometry/layout.ts';

const MARGIN = 20;
const MOST_ZOOM = 1.3;

/** Keeps the whole stage in view until somebody moves it; on a narrow screen its width, with the rest below. */
export function useFit({ width, height, narrow }: Layout) {
  const { setViewport } = useReactFlow();
  const room = useStore((state) => state.width);
  const depth = useStore((state) => state.height);
  const moved = useRef(false);
  const fitNow = useCallback(() => {
    moved.current = false;
    if (room === 0 || depth === 0) return;
    const margin = narrow ? 10 : MARGIN;
    const byWidth = (room - 2 * margin) / width;
    const zoom = Math.min(MOST_ZOOM, narrow ? byWidth : Math.min(byWidth, (depth - 2 * margin) / height));
    const y = narrow ? margin : Math.max(margin, (depth - height * zoom) / 2);
    void setViewport({ x: (room - width * zoom) / 2, y, zoom });
  }, [setViewport, room, depth, width, height, narrow]);
  useEffect(() => {
    if (!moved.current) fitNow();
  }, [fitNow]);
  const onMoveStart: OnMove = useCallback((event) => {
    // Without an event it was the page itself that moved the view.
    if (event !== null) moved.current = true;
  }, []);
  return { fitNow, onMoveStart };
}
