const CHUNK_MAX = 512;

/**
 * A set of strings in bytewise order. Adding, deleting and finding cost O(log n) plus a shift inside one chunk;
 * reading a range costs O(log n + answer).
 */
export class SortedKeys {
  private readonly chunks: string[][] = [];
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** Adds a key; adding what is there changes nothing. */
  add(key: string): void {
    if (this.chunks.length === 0) this.chunks.push([]);
    const at = this.chunkOf(key);
    const chunk = this.chunks[at];
    const index = lowerBound(chunk, key);
    if (chunk[index] === key) return;
    if (index === chunk.length) chunk.push(key);
    else chunk.splice(index, 0, key);
    this.count++;
    if (chunk.length > CHUNK_MAX) this.chunks.splice(at + 1, 0, chunk.splice(CHUNK_MAX >> 1));
  }

  /** Takes a key out; taking out what is not there changes nothing. */
  delete(key: string): void {
    if (this.count === 0) return;
    const at = this.chunkOf(key);
    const chunk = this.chunks[at];
    const index = lowerBound(chunk, key);
    if (chunk[index] !== key) return;
    chunk.splice(index, 1);
    this.count--;
    if (chunk.length === 0) this.chunks.splice(at, 1);
  }

  /** Visits the keys in [from, to) in order, without end when `to` is undefined, until `visit` answers false. */
  visit(from: string, to: string | undefined, visit: (key: string) => boolean | void): void {
    if (this.count === 0) return;
    let at = this.chunkOf(from);
    let index = lowerBound(this.chunks[at], from);
    for (; at < this.chunks.length; at++, index = 0) {
      const chunk = this.chunks[at];
      for (; index < chunk.length; index++) {
        const key = chunk[index];
        if (to !== undefined && key >= to) return;
        if (visit(key) === false) return;
      }
    }
  }

  /** The chunk that holds the key or would hold it. There must be a chunk. */
  private chunkOf(key: string): number {
    let low = 0;
    let high = this.chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.chunks[middle][0] <= key) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** The first index whose key is not before `key`. */
function lowerBound(chunk: readonly string[], key: string): number {
  let low = 0;
  let high = chunk.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (chunk[middle] < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
