export { notices } from './notices.ts';
export { panels } from './panels.ts';
export { shell } from './shell.ts';
export { stage } from './stage.ts';
export { timeline } from './timeline.ts';
