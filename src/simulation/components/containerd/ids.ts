import type { RandomStream } from '../../engine/index.ts';

const hex = (value: number): string => value.toString(16).padStart(8, '0');

/** Fresh ids of 64 hexadecimal digits, as containerd gives sandboxes and containers. The first 24 are drawn for each, the rest once. */
export class IdSource {
  private readonly tail: string;
  private readonly stream: RandomStream;

  constructor(stream: RandomStream) {
    this.stream = stream;
    this.tail = hex(stream.uint32()) + hex(stream.uint32()) + hex(stream.uint32()) + hex(stream.uint32()) + hex(stream.uint32());
  }

  next(): string {
    const { stream } = this;
    return hex(stream.uint32()) + hex(stream.uint32()) + hex(stream.uint32()) + this.tail;
  }
}
