export { splitDocuments } from './manifest/decode.ts';
export { positionOf, type Position } from './manifest/position.ts';
export { type KubectlResult, runKubectl } from './run.ts';
export type { KubectlContext, OutputStream, Problem } from './session.ts';
export { splitLine } from './split-line.ts';
