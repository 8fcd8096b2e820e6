import { RandomStream } from '../../engine/index.ts';

/** A text that looks like the sha256 of `content`: equal for equal content, different otherwise. */
export function digestOf(content: string): string {
  const stream = new RandomStream(`sha256/${content}`);
  let hex = '';
  for (let i = 0; i < 8; i++) hex += stream.uint32().toString(16).padStart(8, '0');
  return `sha256:${hex}`;
}
