import { useRef } from 'react';
import { useStore } from 'zustand';
import { formatVirtual, useLanguage, useTexts, whyText } from '../i18n/index.ts';
import { glass, isPast, viewUsEvery } from '../store/index.ts';
import { Button, Slider } from '../ui/index.ts';
import { Lanes } from './Lanes.tsx';
import './timeline.css';

/** One press of an arrow key; with Shift, ten of them. */
const STEP_US = 100_000;

/** The whole run at a glance: how busy each lane was, where one looks, what is worth coming back to. Drag to look back. */
export function Timeline() {
  const { t } = useTexts('timeline');
  const { playback } = glass();
  const shownUs = useStore(playback, viewUsEvery(50_000));
  const endUs = useStore(playback, (state) => Math.ceil(state.nowUs / 200_000) * 200_000);
  const earliestUs = useStore(playback, (state) => state.earliestUs);
  const seek = (us: number): void => {
    glass().scrub(true);
    glass().seek(us);
  };
  return (
    <section className="timeline" aria-label={t('timeline')}>
      <div className="timeline__names" aria-hidden="true">
        {(['you', 'nodes', 'pods', 'control'] as const).map((lane) => (
          <span key={lane}>{t(`lanes.${lane}`)}</span>
        ))}
      </div>
      <div className="timeline__field">
        <Lanes fromUs={earliestUs} toUs={endUs} />
        <Ghosts fromUs={earliestUs} toUs={endUs} />
        <Bookmarks fromUs={earliestUs} toUs={endUs} />
        <Slider
          className="timeline__slider"
          label={t('timeline')}
          min={earliestUs}
          max={Math.max(endUs, earliestUs + STEP_US)}
          step={STEP_US}
          value={Math.min(shownUs, endUs)}
          valueText={formatVirtual(shownUs)}
          onChange={seek}
          onCommit={() => glass().scrub(false)}
        />
      </div>
    </section>
  );
}

/** The way out of the past. It stands outside the timeline, which must not move under the hand that drags it. */
export function ToPresent() {
  const { t } = useTexts('timeline');
  const past = useStore(glass().playback, isPast);
  if (!past) return null;
  return (
    <Button look="primary" onClick={() => glass().toPresent()} className="to-present">
      {t('present')}
    </Button>
  );
}

interface Range {
  readonly fromUs: number;
  readonly toUs: number;
}

const percent = (us: number, { fromUs, toUs }: Range): number => ((us - fromUs) / Math.max(1, toUs - fromUs)) * 100;

/** Futures that were left: where they began, and how far they had come. */
function Ghosts(range: Range) {
  const { t } = useTexts('timeline');
  const ghosts = useStore(glass().playback, (state) => state.ghosts);
  return ghosts.map((ghost, i) => {
    const left = percent(ghost.fromUs, range);
    const width = Math.max(0.5, Math.min(100, percent(ghost.toUs, range)) - left);
    if (left > 100) return null;
    return <div key={`${ghost.branch}-${i}`} className="timeline__ghost" style={{ left: `${left}%`, width: `${width}%` }} title={t('ghost', { time: formatVirtual(ghost.fromUs) })} />;
  });
}

const MAX_BOOKMARKS = 40;
/** Two bookmarks closer than this would cover each other. */
const APART_PERCENT = 1.2;

function Bookmarks(range: Range) {
  const bookmarks = useStore(glass().playback, (state) => state.bookmarks);
  const placed: { index: number; left: number }[] = [];
  for (let index = bookmarks.length - 1; index >= 0 && placed.length < MAX_BOOKMARKS; index--) {
    const left = percent(bookmarks[index]!.atUs, range);
    if (left < 0 || left > 100 || placed.some((other) => Math.abs(other.left - left) < APART_PERCENT)) continue;
    placed.push({ index, left });
  }
  return placed.reverse().map(({ index, left }) => <BookmarkFlag key={index} index={index} left={left} />);
}

function BookmarkFlag({ index, left }: { readonly index: number; readonly left: number }) {
  const { t } = useTexts('timeline');
  const language = useLanguage();
  const flag = useRef<HTMLButtonElement>(null);
  const bookmark = useStore(glass().playback, (state) => state.bookmarks[index]);
  if (!bookmark) return null;
  const own = bookmark.key === 'fault' || bookmark.key === 'command';
  const what = own ? `${String(bookmark.params['what'] ?? '')} ${bookmark.about}` : whyText(language, bookmark.key, bookmark.params, { about: bookmark.about, actor: '' });
  const label = t('bookmark', { time: formatVirtual(bookmark.atUs), what });
  return (
    <button
      ref={flag}
      type="button"
      className={`timeline__bookmark timeline__bookmark--${own ? 'own' : 'cluster'}`}
      style={{ left: `${left}%` }}
      aria-label={label}
      title={label}
      // Just after the moment, so that what it did is to be seen.
      onClick={() => glass().seek(bookmark.atUs + 1_000)}
    />
  );
}

