import { useEffect } from 'react';
import { glass } from '../store/index.ts';

/** Where letters are text, or have a meaning of their own. */
const TAKES_LETTERS = 'input, textarea, select, [contenteditable="true"], [role="combobox"], [role="dialog"], [role="menu"], [role="listbox"]';
/** What Space presses, opens or moves. */
const TAKES_SPACE = 'button, a, summary, [role="button"], [role="tab"], [role="slider"], [role="separator"], [data-target]';

/** Keys that work wherever the focus is: time, and the map of all keys. */
export function usePageKeys(showMap: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const at = event.target instanceof Element ? event.target : document.body;
      if (at.closest(TAKES_LETTERS)) return;
      if (event.key === ' ' && at.closest(TAKES_SPACE)) return;
      if (act(event.key, showMap)) event.preventDefault();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [showMap]);
}

function act(key: string, showMap: () => void): boolean {
  if (key === '?') return (showMap(), true);
  const { ready, clock } = glass().playback.getState();
  if (!ready) return false;
  switch (key) {
    case ' ':
      glass().clock({ type: clock.paused ? 'play' : 'pause' });
      return true;
    case '.':
      glass().clock({ type: 'step' });
      return true;
    case ',':
      glass().clock({ type: 'next' });
      return true;
    default:
      return false;
  }
}
