import type { Settings, Theme } from './store/index.ts';

const dark = () => matchMedia('(prefers-color-scheme: dark)');

export const systemTheme = (): 'light' | 'dark' => (dark().matches ? 'dark' : 'light');

/** Puts a theme on the page, and follows the system while that is what is wanted. Answers how to stop following. */
export function applyTheme(theme: Theme, motion: Settings['motion']): () => void {
  const root = document.documentElement;
  const list = dark();
  const apply = (): void => void (root.dataset['theme'] = theme === 'system' ? systemTheme() : theme);
  apply();
  if (motion === 'reduced') root.dataset['motion'] = 'reduced';
  else delete root.dataset['motion'];
  list.addEventListener('change', apply);
  return () => list.removeEventListener('change', apply);
}
