import { useCallback, type KeyboardEvent } from 'react';
import { deleteObject, inspect, machineOf, togglePower } from './actions.ts';
import { targetAt } from './targets.ts';

const arrows: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Keys on the stage: Enter looks inside, P pulls the plug, Delete deletes, arrows walk to the nearest neighbour. */
export function useKeys(): (event: KeyboardEvent<HTMLElement>) => void {
  return useCallback((event) => {
    const found = targetAt(event.target);
    if (!found || event.ctrlKey || event.metaKey || event.altKey) return;
    if (act(event.key, found)) event.preventDefault();
  }, []);
}

function act(key: string, { target, element }: NonNullable<ReturnType<typeof targetAt>>): boolean {
  const arrow = arrows[key];
  if (arrow) return walk(element, arrow);
  const machine = machineOf(target);
  switch (key) {
    case 'Enter':
    case ' ':
      inspect(target);
      return true;
    case 'p':
    case 'P':
      if (machine === undefined) return false;
      togglePower(machine);
      return true;
    case 'Delete':
    case 'Backspace':
      if (target.kind !== 'object' || !target.key.startsWith('pods/')) return false;
      deleteObject(target.key);
      // It will be gone in a moment, and the focus with it.
      element.closest<HTMLElement>('.react-flow__node')?.focus();
      return true;
    default:
      return false;
  }
}

/** Moves the focus to the nearest of its like in a direction: from card to card, or among pods and chips. */
function walk(from: HTMLElement, [dx, dy]: readonly [number, number]): boolean {
  const at = middle(from);
  let best: HTMLElement | undefined;
  let bestCost = Infinity;
  for (const element of from.closest('.stage')?.querySelectorAll<HTMLElement>('[data-target]') ?? []) {
    const to = middle(element);
    const [x, y] = [to.x - at.x, to.y - at.y];
    const along = x * dx + y * dy;
    if (element === from || along < 4 || element.matches('button') !== from.matches('button')) continue;
    const cost = along + 3 * Math.abs(x * dy + y * dx);
    if (cost < bestCost) [best, bestCost] = [element, cost];
  }
  best?.focus();
  return best !== undefined;
}

function middle(element: HTMLElement): { readonly x: number; readonly y: number } {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}
