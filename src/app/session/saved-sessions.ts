import type { SessionFile } from '../../protocol/index.ts';

/** Where a session outlives its page. Every call may fail (private window, full disk); callers go on without. */
export interface SavedSessions {
  /** What was saved last, unchecked; undefined when nothing was. */
  load(): Promise<unknown>;
  save(session: SessionFile): Promise<void>;
  /** Puts something unusable aside, so that saving does not overwrite it. */
  setAside(broken: unknown): Promise<void>;
  /** What was put aside last, or undefined. */
  aside(): Promise<unknown>;
}

const STORE = 'sessions';

async function open() {
  const { openDB } = await import('idb');
  return openDB('kubeglass', 1, { upgrade: (database) => void database.createObjectStore(STORE) });
}

/** Saved sessions in IndexedDB. */
export function browserSessions(): SavedSessions {
  let database: ReturnType<typeof open> | undefined;
  const opened = () => (database ??= open());
  return {
    load: async () => (await opened()).get(STORE, 'current'),
    save: async (session) => void (await (await opened()).put(STORE, session, 'current')),
    setAside: async (broken) => void (await (await opened()).put(STORE, broken, 'aside')),
    aside: async () => (await opened()).get(STORE, 'aside'),
  };
}

/** Saved sessions that live as long as the page. */
export function memorySessions(current?: unknown): SavedSessions {
  let saved = current;
  let aside: unknown;
  return {
    load: () => Promise.resolve(saved),
    save: (session) => Promise.resolve(void (saved = session)),
    setAside: (broken) => Promise.resolve(void (aside = broken)),
    aside: () => Promise.resolve(aside),
  };
}
