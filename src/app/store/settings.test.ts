import { expect, test } from 'vitest';
import { createSettings } from './settings.ts';

const shelf = (content: string | null) => {
  let stored = content;
  return { getItem: () => stored, setItem: (_: string, value: string) => void (stored = value), read: () => stored };
};

test('what was chosen comes back', () => {
  const own = shelf(null);
  createSettings(own, ['ko-KR']).getState().change({ theme: 'dark', drawerHeight: 300 });
  expect(createSettings(own).getState()).toMatchObject({ theme: 'dark', drawerHeight: 300, language: 'ko' });
});

test.each(['not json', '[1]', '"x"', '{"theme":"pink","drawerHeight":1e9,"language":7,"inspectorOpen":"yes"}'])('storage that says %s is as good as none', (content) => {
  expect(createSettings(shelf(content), ['de', 'en-GB']).getState()).toMatchObject({ theme: 'system', language: 'en', drawerHeight: 280, inspectorOpen: true });
});

test('forbidden storage costs nothing', () => {
  const forbidden = { getItem: () => { throw new Error('no'); }, setItem: () => { throw new Error('no'); } };
  const settings = createSettings(forbidden);
  settings.getState().change({ theme: 'light' });
  expect(settings.getState().theme).toBe('light');
});
