import { useCallback, useEffect, useRef, useState, type PointerEvent as ReactPointerEvent } from 'react';
import { deleteObject } from './actions.ts';

/** A pod in somebody's hand. `out`: far enough from its node that letting go deletes it. */
export interface PodInHand {
  readonly podKey: string;
  readonly x: number;
  readonly y: number;
  readonly out: boolean;
}

const SLACK = 6;

interface Grip {
  readonly podKey: string;
  readonly x: number;
  readonly y: number;
  readonly home: DOMRect;
  moved: boolean;
}

/** Drag a pod out of its node: deleted. Back inside, or Escape: nothing happened. */
export function usePodDrag(): { readonly inHand: PodInHand | null; readonly grabPod: (event: ReactPointerEvent<HTMLElement>, podKey: string) => void } {
  const [inHand, setInHand] = useState<PodInHand | null>(null);
  const grip = useRef<Grip | null>(null);
  const grabPod = useCallback((event: ReactPointerEvent<HTMLElement>, podKey: string) => {
    if (event.button !== 0) return;
    const home = event.currentTarget.closest('.bay, .waiting')?.getBoundingClientRect();
    if (home) grip.current = { podKey, x: event.clientX, y: event.clientY, home, moved: false };
  }, []);
  useEffect(() => {
    const move = (event: PointerEvent): void => {
      const { current } = grip;
      if (!current) return;
      current.moved ||= Math.hypot(event.clientX - current.x, event.clientY - current.y) > SLACK;
      if (current.moved) setInHand({ podKey: current.podKey, x: event.clientX, y: event.clientY, out: isOut(current.home, event) });
    };
    const release = (event: PointerEvent): void => {
      const { current } = grip;
      drop();
      if (current?.moved === true && isOut(current.home, event)) deleteObject(current.podKey);
    };
    const drop = (): void => {
      grip.current = null;
      setInHand(null);
    };
    const escape = (event: KeyboardEvent): void => void (event.key === 'Escape' && drop());
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', release);
    window.addEventListener('pointercancel', drop);
    window.addEventListener('keydown', escape);
    return () => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', release);
      window.removeEventListener('pointercancel', drop);
      window.removeEventListener('keydown', escape);
    };
  }, []);
  return { inHand, grabPod };
}

const isOut = (home: DOMRect, { clientX: x, clientY: y }: PointerEvent): boolean => x < home.left || x > home.right || y < home.top || y > home.bottom;
