import type { LinkRate, MessageFate, MessageRecord } from '../../protocol/index.ts';

/** How many messages are remembered for looking back. */
const KEPT = 20_000;
type Listener = (messages: readonly MessageRecord[], rates: readonly LinkRate[]) => void;

/** Messages in order of their ids, which is the order of sending. The newest 20,000 are kept. */
export class Messages {
  private kept: MessageRecord[] = [];
  /** No message that was not held travelled longer: looking for what is under way goes back this far. */
  private longestUs = 0;
  private readonly held = new Map<number, MessageRecord>();
  private readonly listeners = new Set<Listener>();

  /** Called with what each frame brought. */
  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  take(messages: readonly MessageRecord[], fates: readonly (readonly [number, MessageFate, number])[], rates: readonly LinkRate[]): void {
    for (const message of messages) this.add(message);
    for (const [id, fate, receivedUs] of fates) this.settle(id, fate, receivedUs);
    if (this.kept.length > KEPT * 1.1) this.kept = this.kept.slice(-KEPT);
    if (messages.length === 0 && rates.length === 0) return;
    for (const listener of this.listeners) listener(messages, rates);
  }

  get size(): number {
    return this.kept.length;
  }

  get(id: number): MessageRecord | undefined {
    const index = this.indexOf(id);
    return index < 0 ? undefined : this.kept[index];
  }

  /** What is on the wires at `us`, oldest first: sent, and not yet received. What a cut link holds stays on it. */
  inFlight(us: number): MessageRecord[] {
    const found: MessageRecord[] = [];
    for (let index = this.firstAfter(us) - 1; index >= 0; index--) {
      const message = this.kept[index]!;
      if (message.sentUs < us - this.longestUs) break;
      if (message.fate !== 'held' && message.receivedUs > us) found.push(message);
    }
    for (const message of this.held.values()) if (message.sentUs <= us) found.push(message);
    return found.reverse();
  }

  /** Messages sent in (fromUs, toUs], oldest first. */
  between(fromUs: number, toUs: number): readonly MessageRecord[] {
    return this.kept.slice(this.firstAfter(fromUs), this.firstAfter(toUs));
  }

  /** Another future begins at `us`. */
  truncate(us: number): void {
    this.kept.length = this.firstAfter(us);
    for (const [id, message] of this.held) if (message.sentUs > us) this.held.delete(id);
  }

  clear(): void {
    this.kept = [];
    this.held.clear();
  }

  private add(message: MessageRecord): void {
    this.kept.push(message);
    if (message.fate === 'held') this.held.set(message.id, message);
    else this.longestUs = Math.max(this.longestUs, message.receivedUs - message.sentUs);
  }

  private settle(id: number, fate: MessageFate, receivedUs: number): void {
    const index = this.indexOf(id);
    const before = index < 0 ? this.held.get(id) : this.kept[index];
    if (!before) return;
    const after = { ...before, fate, receivedUs };
    if (index >= 0) this.kept[index] = after;
    if (fate === 'held') this.held.set(id, after);
    else {
      this.held.delete(id);
      if (before.fate !== 'held') this.longestUs = Math.max(this.longestUs, receivedUs - before.sentUs);
    }
  }

  private firstAfter(us: number): number {
    return this.bisect((message) => message.sentUs <= us);
  }

  private indexOf(id: number): number {
    const index = this.bisect((message) => message.id < id);
    return this.kept[index]?.id === id ? index : -1;
  }

  private bisect(isBefore: (message: MessageRecord) => boolean): number {
    let low = 0;
    let high = this.kept.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(this.kept[middle]!)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
