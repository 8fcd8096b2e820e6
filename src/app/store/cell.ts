/** One value that can be watched, in the shape that zustand's `useStore` reads. */
export interface Cell<T> {
  getState(): T;
  getInitialState(): T;
  subscribe(listener: (state: T, before: T) => void): () => void;
}

/** Cells by key over values that live elsewhere. Telling costs as much as there are watchers of the keys that changed. */
export class Cells<T> {
  private readonly cells = new Map<string, Cell<T>>();
  private readonly listeners = new Map<string, Set<() => void>>();
  private readonly read: (key: string) => T;

  constructor(read: (key: string) => T) {
    this.read = read;
  }

  /** The cell of a key: the same one for as long as somebody watches it. */
  cell(key: string): Cell<T> {
    let cell = this.cells.get(key);
    if (!cell) {
      const getState = (): T => this.read(key);
      cell = { getState, getInitialState: getState, subscribe: (listener) => this.subscribe(key, listener as () => void) };
      this.cells.set(key, cell);
    }
    return cell;
  }

  /** Tells the watchers of these keys, each once. */
  tell(keys: Iterable<string>): void {
    for (const key of keys) for (const listener of this.listeners.get(key) ?? []) listener();
  }

  private subscribe(key: string, listener: () => void): () => void {
    let watchers = this.listeners.get(key);
    if (!watchers) this.listeners.set(key, (watchers = new Set()));
    // The same function may be given twice: each subscription is its own.
    const own = (): void => listener();
    watchers.add(own);
    return () => {
      watchers.delete(own);
      if (watchers.size === 0 && this.listeners.get(key) === watchers) {
        this.listeners.delete(key);
        this.cells.delete(key);
      }
    };
  }
}
