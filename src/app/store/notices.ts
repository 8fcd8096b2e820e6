import { createStore } from 'zustand/vanilla';

/** Something to tell a person once. `key` is a key of the `notices` texts; `code` is a command line or fault that can be copied. */
export interface Notice {
  readonly id: number;
  readonly tone: 'done' | 'info' | 'error';
  readonly key: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly code?: string;
  /** Offers to let time run. */
  readonly plays?: boolean;
  /** A file that can be saved, such as a session that could not be read. */
  readonly download?: { readonly name: string; readonly content: string };
}

export interface NoticesState {
  readonly notices: readonly Notice[];
  tell(notice: Omit<Notice, 'id'>): number;
  dismiss(id: number): void;
}

/** More than this at once is noise: the oldest go. */
const SHOWN = 4;

/** The same thing said again replaces what was said before. */
const says = (a: Omit<Notice, 'id'>, b: Omit<Notice, 'id'>): boolean => a.key === b.key && a.code === b.code && JSON.stringify(a.params) === JSON.stringify(b.params);

export const createNotices = () => {
  let nextId = 1;
  return createStore<NoticesState>()((set, get) => ({
    notices: [],
    tell: (notice) => {
      const id = nextId++;
      const others = get().notices.filter((shown) => !says(shown, notice));
      set({ notices: [...others, { ...notice, id }].slice(-SHOWN) });
      return id;
    },
    dismiss: (id) => set({ notices: get().notices.filter((notice) => notice.id !== id) }),
  }));
};
export type NoticesStore = ReturnType<typeof createNotices>;
