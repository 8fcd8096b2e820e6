import type { Engine } from '../../engine/index.ts';

const EXPIRES_US = 300_000_000;

interface Expectation {
  creations: number;
  readonly deletions: Set<string>;
  readonly setAtUs: number;
}

/**
 * What a controller did and has not yet seen in its informers. Until it has, counting pods would make it do the same again.
 * Source: kubernetes v1.32 pkg/controller/controller_utils.go, UIDTrackingControllerExpectations.
 */
export class Expectations {
  private readonly known = new Map<string, Expectation>();
  private readonly engine: Engine;

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** True when all was seen, nothing was expected, or five minutes went by. */
  satisfied(key: string): boolean {
    const expectation = this.known.get(key);
    if (!expectation) return true;
    if (expectation.creations <= 0 && expectation.deletions.size === 0) return true;
    return this.engine.nowUs - expectation.setAtUs > EXPIRES_US;
  }

  expectCreations(key: string, count: number): void {
    this.known.set(key, { creations: count, deletions: new Set(), setAtUs: this.engine.nowUs });
  }

  expectDeletions(key: string, names: readonly string[]): void {
    this.known.set(key, { creations: 0, deletions: new Set(names), setAtUs: this.engine.nowUs });
  }

  /** Both at once, for controllers that replace. */
  expect(key: string, creations: number, deletions: readonly string[]): void {
    this.known.set(key, { creations, deletions: new Set(deletions), setAtUs: this.engine.nowUs });
  }

  creationObserved(key: string, count = 1): void {
    const expectation = this.known.get(key);
    if (expectation) expectation.creations -= count;
  }

  deletionObserved(key: string, name: string): void {
    this.known.get(key)?.deletions.delete(name);
  }

  forget(key: string): void {
    this.known.delete(key);
  }
}
