export * from './commands.ts';
export * from './diff.ts';
export * from './frames.ts';
export * from './records.ts';
export * from './topology.ts';
/** Raised when the two sides could misunderstand each other. */
export const PROTOCOL_VERSION = 1;
