import { type Actor, type Deadline, type Process, Signal, type Stream } from '../../engine/index.ts';

/** The events of a watch, one after the other, until the stream or the time is over. */
export class Mailbox<T> {
  private readonly letters: T[] = [];
  private readonly signal = new Signal();
  private readonly stream: Stream;
  private readonly deadline: Deadline | undefined;
  private ended = false;
  private late = false;

  constructor(actor: Actor, stream: Stream, timeoutUs?: number) {
    this.stream = stream;
    stream.onMessage = (letter) => this.put(letter as T);
    stream.onClose = () => this.end();
    if (timeoutUs !== undefined) this.deadline = actor.engine.deadlines.add(Math.max(0, timeoutUs), () => this.expire());
  }

  get timedOut(): boolean {
    return this.late;
  }

  /** The next letter, or undefined when the stream ended or the time is over. */
  *next(): Process<T | undefined> {
    while (this.letters.length === 0 && !this.ended && !this.late) yield* this.signal.wait();
    return this.letters.shift();
  }

  /** Ends the watch and forgets the time limit. */
  close(): void {
    if (this.deadline) this.deadline.callback = null;
    this.stream.close();
  }

  private put(letter: T): void {
    this.letters.push(letter);
    this.signal.notify();
  }

  private end(): void {
    this.ended = true;
    this.signal.notify();
  }

  private expire(): void {
    this.late = true;
    this.signal.notify();
  }
}
