/** A binary heap of keyed items; an item can be found, replaced and removed by its key. Equal items come out in order of arrival. */
export class Heap<T> {
  private readonly items: { item: T; seq: number }[] = [];
  private readonly places = new Map<string, number>();
  private seq = 0;
  private readonly compare: (a: T, b: T) => number;
  private readonly keyOf: (item: T) => string;

  constructor(compare: (a: T, b: T) => number, keyOf: (item: T) => string) {
    this.compare = compare;
    this.keyOf = keyOf;
  }

  get size(): number {
    return this.items.length;
  }

  get(key: string): T | undefined {
    const place = this.places.get(key);
    return place === undefined ? undefined : this.items[place].item;
  }

  peek(): T | undefined {
    return this.items[0]?.item;
  }

  /** In no particular order. */
  values(): T[] {
    return this.items.map(({ item }) => item);
  }

  /** Adds the item, or puts it in the place of the one with its key. */
  push(item: T): void {
    this.remove(this.keyOf(item));
    this.items.push({ item, seq: this.seq++ });
    this.up(this.items.length - 1);
  }

  pop(): T | undefined {
    const top = this.peek();
    if (top !== undefined) this.remove(this.keyOf(top));
    return top;
  }

  remove(key: string): T | undefined {
    const place = this.places.get(key);
    if (place === undefined) return undefined;
    const { item } = this.items[place];
    const last = this.items.pop()!;
    this.places.delete(key);
    if (place < this.items.length) {
      this.put(place, last);
      this.up(place);
      this.down(place);
    }
    return item;
  }

  private before(a: number, b: number): boolean {
    const order = this.compare(this.items[a].item, this.items[b].item);
    return order < 0 || (order === 0 && this.items[a].seq < this.items[b].seq);
  }

  private put(place: number, entry: { item: T; seq: number }): void {
    this.items[place] = entry;
    this.places.set(this.keyOf(entry.item), place);
  }

  private swap(a: number, b: number): void {
    const entry = this.items[a];
    this.put(a, this.items[b]);
    this.put(b, entry);
  }

  private up(from: number): void {
    let at = from;
    this.put(at, this.items[at]);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.before(at, parent)) return;
      this.swap(at, parent);
      at = parent;
    }
  }

  private down(from: number): void {
    for (let at = from; ; ) {
      let least = at;
      const left = 2 * at + 1;
      if (left < this.items.length && this.before(left, least)) least = left;
      if (left + 1 < this.items.length && this.before(left + 1, least)) least = left + 1;
      if (least === at) return;
      this.swap(at, least);
      at = least;
    }
  }
}
