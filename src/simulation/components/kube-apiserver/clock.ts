import { formatTime } from '../../apimachinery/time.ts';

const SECOND_US = 1_000_000;

/** The present second as text. Thousands of objects are created in the same second and share it. */
export class Clock {
  private second = -1;
  private text = '';
  private readonly engine: { readonly nowUs: number };

  constructor(engine: { readonly nowUs: number }) {
    this.engine = engine;
  }

  get nowUs(): number {
    return this.engine.nowUs;
  }

  now(): string {
    const second = Math.floor(this.engine.nowUs / SECOND_US);
    if (second !== this.second) {
      this.second = second;
      this.text = formatTime(second * SECOND_US);
    }
    return this.text;
  }

  /** So many seconds from now. */
  in(seconds: number): string {
    return seconds === 0 ? this.now() : formatTime(this.engine.nowUs + seconds * SECOND_US);
  }
}
