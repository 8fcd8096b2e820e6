import type { RandomStream } from '../../engine/index.ts';

/** A fresh id of 64 hexadecimal digits, as containerd gives sandboxes and containers. */
export function newId(stream: RandomStream): string {
  let id = '';
  for (let i = 0; i < 8; i++) id += stream.uint32().toString(16).padStart(8, '0');
  return id;
}
