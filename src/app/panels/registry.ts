import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { panels as texts } from '../i18n/en/panels.ts';

/** A panel: where it opens, what it is called, and its code, fetched when it is first opened. */
export interface Panel {
  readonly id: string;
  readonly place: 'drawer';
  readonly title: keyof typeof texts.titles;
  readonly component: LazyExoticComponent<ComponentType>;
}

/** The panels of the drawer, in the order of their tabs. */
export const panels: readonly Panel[] = [
  { id: 'manifest', place: 'drawer', title: 'manifest', component: lazy(() => import('./manifest/ManifestPanel.tsx').then((module) => ({ default: module.ManifestPanel }))) },
  { id: 'events', place: 'drawer', title: 'events', component: lazy(() => import('./events/EventsPanel.tsx').then((module) => ({ default: module.EventsPanel }))) },
];

/** Not a drawer panel: stands beside the stage. */
export const Inspector = lazy(() => import('./inspector/Inspector.tsx').then((module) => ({ default: module.Inspector })));
