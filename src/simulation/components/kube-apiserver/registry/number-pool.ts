/**
 * Numbers in [first, last], each given out once. Chance picks among those from `dynamicFrom` on; the ones below are kept
 * for people who ask for a number of their own, and are given out only when nothing else is left.
 * Source: kubernetes v1.32 pkg/registry/core/service/allocator/bitmap.go, randomScanStrategyWithOffset.
 */
export class NumberPool {
  private readonly used = new Set<number>();
  readonly first: number;
  readonly last: number;
  private readonly dynamicFrom: number;
  private readonly randomInt: (bound: number) => number;

  constructor(first: number, last: number, dynamicFrom: number, randomInt: (bound: number) => number) {
    this.first = first;
    this.last = last;
    this.dynamicFrom = dynamicFrom;
    this.randomInt = randomInt;
  }

  get usedCount(): number {
    return this.used.size;
  }

  contains(number: number): boolean {
    return number >= this.first && number <= this.last;
  }

  /** Takes that number; false when it is taken already. */
  take(number: number): boolean {
    if (this.used.has(number)) return false;
    this.used.add(number);
    return true;
  }

  /** Takes a free number; undefined when there is none. */
  takeAny(): number | undefined {
    return this.takeBetween(this.dynamicFrom, this.last) ?? this.takeBetween(this.first, this.dynamicFrom - 1);
  }

  release(number: number): void {
    this.used.delete(number);
  }

  clear(): void {
    this.used.clear();
  }

  private takeBetween(first: number, last: number): number | undefined {
    const size = last - first + 1;
    if (size <= 0) return undefined;
    const start = this.randomInt(size);
    for (let i = 0; i < size; i++) {
      const number = first + ((start + i) % size);
      if (this.take(number)) return number;
    }
    return undefined;
  }
}

/** `10.96.0.1` → 174063617, or undefined when the text is no IPv4 address. */
export function parseIPv4(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  const parts = match.slice(1).map(Number);
  return parts.some((part) => part > 255) ? undefined : parts.reduce((number, part) => number * 256 + part, 0);
}

export function formatIPv4(number: number): string {
  return [16_777_216, 65_536, 256, 1].map((unit) => Math.floor(number / unit) % 256).join('.');
}
