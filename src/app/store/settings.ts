import { createStore } from 'zustand/vanilla';

export type Theme = 'system' | 'light' | 'dark';
export type Language = 'en' | 'ko';

/** How this person likes the page. Nothing here changes the simulation. */
export interface Settings {
  readonly theme: Theme;
  readonly language: Language;
  readonly motion: 'system' | 'reduced';
  readonly inspectorOpen: boolean;
  readonly drawerOpen: boolean;
  /** Id of the panel that is open in the drawer. */
  readonly drawerPanel: string;
  /** In CSS pixels. */
  readonly drawerHeight: number;
  readonly heartbeats: boolean;
}

export interface SettingsState extends Settings {
  change(changes: Partial<Settings>): void;
}

/** The part of `localStorage` that is needed; it may refuse. */
export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const KEY = 'kubeglass.settings';

const oneOf = <T extends string>(value: unknown, choices: readonly T[], otherwise: T): T => (choices.includes(value as T) ? (value as T) : otherwise);
const flag = (value: unknown, otherwise: boolean): boolean => (typeof value === 'boolean' ? value : otherwise);

function sanitised(value: Readonly<Record<string, unknown>>, language: Language): Settings {
  const height = value['drawerHeight'];
  const panel = value['drawerPanel'];
  return {
    theme: oneOf(value['theme'], ['system', 'light', 'dark'], 'system'),
    language: oneOf(value['language'], ['en', 'ko'], language),
    motion: oneOf(value['motion'], ['system', 'reduced'], 'system'),
    inspectorOpen: flag(value['inspectorOpen'], true),
    drawerOpen: flag(value['drawerOpen'], false),
    drawerPanel: typeof panel === 'string' ? panel.slice(0, 40) : 'manifest',
    drawerHeight: typeof height === 'number' && height >= 120 && height <= 800 ? height : 280,
    heartbeats: flag(value['heartbeats'], true),
  };
}

function stored(shelf: Shelf | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(shelf?.getItem(KEY) ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** `languages`: the person's preferences, best first. Broken or refused storage is as good as none. */
export function createSettings(shelf: Shelf | undefined, languages: readonly string[] = []) {
  const preferred = languages.find((language) => /^(ko|en)\b/.test(language))?.slice(0, 2);
  const store = createStore<SettingsState>()((set) => ({
    ...sanitised(stored(shelf), preferred === 'ko' ? 'ko' : 'en'),
    change: (changes) => set(changes),
  }));
  store.subscribe(({ change: _, ...settings }) => {
    try {
      shelf?.setItem(KEY, JSON.stringify(settings));
    } catch {
      // A full or forbidden storage costs nothing but the memory of these settings.
    }
  });
  return store;
}
export type SettingsStore = ReturnType<typeof createSettings>;
