/** Mixes a string into a 32-bit seed word; different `salt`s give independent words. */
function seedWord(text: string, salt: number): number {
  let hash = 0x811c9dc5 ^ salt;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * A stream of 32-bit integers (sfc32). Integer arithmetic only: every JavaScript engine draws the same numbers.
 */
export class RandomStream {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: string) {
    this.a = seedWord(seed, 1);
    this.b = seedWord(seed, 2);
    this.c = seedWord(seed, 3);
    for (let i = 0; i < 12; i++) this.uint32();
  }

  /** An integer in [0, 2³²). */
  uint32(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + sum) | 0;
    return sum >>> 0;
  }

  /** An integer in [0, bound). `bound` must be in [1, 2³²]. */
  int(bound: number): number {
    return Math.floor((this.uint32() / 0x1_0000_0000) * bound);
  }

  /** An integer in [low, high], both ends included. */
  between(low: number, high: number): number {
    return low + this.int(high - low + 1);
  }

  /** True in `numerator` of `denominator` draws. */
  chance(numerator: number, denominator: number): boolean {
    return this.int(denominator) < numerator;
  }

  /** One of the items; `items` must not be empty. */
  pick<T>(items: readonly T[]): T {
    return items[this.int(items.length)];
  }
}

/**
 * Hands out named streams. A stream depends on the run's seed and its own name only, so a newcomer's draws
 * shift nobody else's.
 */
export class RandomSource {
  private readonly streams = new Map<string, RandomStream>();
  readonly seed: string;

  constructor(seed: string) {
    this.seed = seed;
  }

  /** The stream of that name; the same object at every call. Name it `<component>/<purpose>`. */
  stream(name: string): RandomStream {
    let stream = this.streams.get(name);
    if (!stream) this.streams.set(name, (stream = new RandomStream(`${this.seed}/${name}`)));
    return stream;
  }
}
