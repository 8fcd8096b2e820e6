import type { GlassOptions } from './glass.ts';
import { Glass } from './glass.ts';

let page: Glass | undefined;

/** Makes the state of the page. Called once, before anything is drawn. */
export function openGlass(options: GlassOptions): Glass {
  return (page = new Glass(options));
}

/** The state of the page. */
export function glass(): Glass {
  if (!page) throw new Error('openGlass comes first');
  return page;
}
