import { useCallback, useRef, useState, type MouseEvent, type PointerEvent } from 'react';
import type { Target } from '../../store/index.ts';
import { targetAt } from './targets.ts';

export interface OpenMenu {
  readonly target: Target;
  readonly x: number;
  readonly y: number;
  readonly element: HTMLElement;
}

const LONG_PRESS_MS = 550;

/** A menu by right click, by the Menu key and by a long press. */
export function useContextMenu() {
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const press = useRef<{ readonly timer: ReturnType<typeof setTimeout>; readonly x: number; readonly y: number } | null>(null);
  const open = useCallback((from: EventTarget | null, x: number, y: number): boolean => {
    const found = targetAt(from);
    if (!found) return false;
    const rect = found.element.getBoundingClientRect();
    // The Menu key points nowhere: the menu opens at what has the focus.
    const nowhere = x === 0 && y === 0;
    setMenu({ ...found, x: nowhere ? rect.left + 12 : x, y: nowhere ? rect.top + 12 : y });
    return true;
  }, []);
  const cancelPress = useCallback(() => {
    if (press.current) clearTimeout(press.current.timer);
    press.current = null;
  }, []);
  const close = useCallback(() => {
    setMenu((before) => {
      before?.element.closest<HTMLElement>('button, [tabindex]')?.focus({ preventScroll: true });
      return null;
    });
  }, []);
  const handlers = {
    onContextMenu: useCallback((event: MouseEvent) => void (open(event.target, event.clientX, event.clientY) && event.preventDefault()), [open]),
    onPointerDownCapture: useCallback(
      (event: PointerEvent) => {
        if (event.pointerType !== 'touch') return;
        const { target, clientX: x, clientY: y } = event;
        cancelPress();
        press.current = { x, y, timer: setTimeout(() => open(target, x, y), LONG_PRESS_MS) };
      },
      [open, cancelPress],
    ),
    onPointerMoveCapture: useCallback(
      (event: PointerEvent) => {
        const { current } = press;
        if (current && Math.hypot(event.clientX - current.x, event.clientY - current.y) > 8) cancelPress();
      },
      [cancelPress],
    ),
    onPointerUpCapture: cancelPress,
    onPointerCancelCapture: cancelPress,
  };
  return { menu, close, handlers };
}
