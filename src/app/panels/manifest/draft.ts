import { examples } from './examples.ts';

/** What stands in the editor; kept while the panel is closed. */
export const draft = { text: examples.deployment };
