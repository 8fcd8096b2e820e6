import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { MarkRecord } from '../../protocol/index.ts';
import { useLanguage, useTexts, whyText } from '../i18n/index.ts';
import { glass, viewUs } from '../store/index.ts';

/** A sentence stays at least this long, so that it can be read, and is spoken no more often. */
const READING_MS = 1_200;
const START_US = 15_000_000;
/** Reasons that come with every pod and would drown the others. */
const QUIET = /^(kube-proxy|endpointslice)\./;

/** One sentence on what just happened, in the words of the component that did it. */
export function Caption() {
  const { t } = useTexts('timeline');
  const language = useLanguage();
  const mark = useLatest();
  return (
    <p className="caption" role="status" aria-label={t('caption')} aria-live="polite">
      {mark ? sentence(mark, language, (what) => t('yours', { what })) : t('captionEmpty')}
    </p>
  );
}

function sentence(mark: MarkRecord, language: 'en' | 'ko', yours: (what: string) => string): string {
  return mark.kind === 'why' ? whyText(language, mark.method, mark.params, mark) : yours(`${mark.method} ${mark.about}`.trim());
}

const worthSaying = (mark: MarkRecord): boolean => mark.kind !== 'commit' && !QUIET.test(mark.method);

/** The last thing worth saying before the moment on the clock, changing no faster than one can read. */
function useLatest(): MarkRecord | undefined {
  const { marks, playback } = glass();
  const [shown, setShown] = useState<MarkRecord>();
  const ready = useStore(playback, (state) => state.ready);
  useEffect(() => {
    const look = (): void => {
      const state = playback.getState();
      const latest = marks.lastBefore(viewUs(state), worthSaying);
      // Who has done nothing yet is better told what there is to do than what start-up ended with.
      const begun = state.bookmarks.some(({ key }) => key === 'command' || key === 'fault');
      setShown(begun || (latest && latest.atUs > viewUs(state) - START_US) ? latest : undefined);
    };
    const timer = setInterval(look, READING_MS);
    look();
    return () => clearInterval(timer);
  }, [marks, playback, ready]);
  return shown;
}
