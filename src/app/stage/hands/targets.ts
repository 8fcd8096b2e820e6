import type { Node } from '@xyflow/react';
import type { Target } from '../../store/index.ts';

/** Marks an element as standing for something: `data-target="object nodes/node-1"`. */
export const targetAttribute = (target: Target): { readonly 'data-target': string } => ({ 'data-target': `${target.kind} ${target.key}` });

/** The same for the wrapper that the graph puts around a card: there the focus is. */
export const wrapperAttributes = (target: Target): NonNullable<Node['domAttributes']> => targetAttribute(target) as object;

/** What the nearest marked element stands for, and that element. */
export function targetAt(element: EventTarget | null): { readonly target: Target; readonly element: HTMLElement } | undefined {
  const marked = element instanceof Element ? element.closest<HTMLElement>('[data-target]') : null;
  const [kind, key] = marked?.dataset['target']?.split(' ') ?? [];
  if (!marked || key === undefined || (kind !== 'object' && kind !== 'actor')) return undefined;
  return { target: { kind, key }, element: marked };
}
