import { useStore } from 'zustand';
import { formatVirtual, useTexts } from '../i18n/index.ts';
import { glass, isPast, viewUs } from '../store/index.ts';
import { Icon, IconButton, Select } from '../ui/index.ts';
import './timeline.css';

const SPEEDS: readonly number[] = [0.01, 0.1, 0.25, 0.5, 1, 2, 5, 10, 60, 300, 1_000, 10_000];

/** Play, step, tempo and the clock. */
export function TimeControls() {
  const { t } = useTexts('timeline');
  const { playback } = glass();
  const paused = useStore(playback, (state) => state.clock.paused);
  const ready = useStore(playback, (state) => state.ready);
  const past = useStore(playback, isPast);
  const clock = (type: 'play' | 'pause' | 'step' | 'next') => () => glass().clock({ type });
  return (
    <div className="time" role="group" aria-label={t('tempo')}>
      <IconButton label={t('start')} disabled={!ready} onClick={() => glass().seek(0)}>
        <Icon name="start" />
      </IconButton>
      <IconButton label={paused ? t('play') : t('pause')} title={past ? t('playPast') : `${paused ? t('play') : t('pause')} (${t('keys.space')})`} look="primary" disabled={!ready} onClick={clock(paused ? 'play' : 'pause')}>
        <Icon name={paused ? 'play' : 'pause'} />
      </IconButton>
      <IconButton label={t('step')} title={`${t('step')} (.) · ${t('stepHint')}`} disabled={!ready} onClick={clock('step')}>
        <Icon name="step" />
      </IconButton>
      <IconButton label={t('next')} title={`${t('next')} (,) · ${t('nextHint')}`} disabled={!ready} onClick={clock('next')}>
        <Icon name="next" />
      </IconButton>
      <Tempo />
      <Clock />
    </div>
  );
}

/** The tempo that was chosen; in auto mode the pace itself changes all the time and is shown beside the clock. */
function Tempo() {
  const { t } = useTexts('timeline');
  const mode = useStore(glass().playback, (state) => state.clock.mode);
  const fixed = useStore(glass().playback, (state) => (state.clock.speed > 0 && state.clock.mode === 'fixed' ? state.clock.speed : state.fixedSpeed));
  // A script may have chosen a speed that is not among ours.
  const speeds = mode === 'fixed' && !SPEEDS.includes(fixed) ? [...SPEEDS, fixed].toSorted((a, b) => a - b) : SPEEDS;
  const options = [
    { value: 'auto', label: t('auto') },
    ...speeds.map((speed) => ({ value: String(speed), label: t('times', { speed: speed.toLocaleString('en-US') }) })),
    { value: 'max', label: t('max') },
  ];
  const choose = (value: string): void => glass().clock({ type: 'speed', speed: value === 'auto' || value === 'max' ? value : Number(value) });
  return <Select className="time__tempo" label={t('tempo')} value={mode === 'fixed' ? String(fixed) : mode} options={options} onChange={choose} />;
}

function Clock() {
  const { t } = useTexts('timeline');
  const { playback } = glass();
  const us = useStore(playback, viewUs);
  const past = useStore(playback, isPast);
  return (
    <>
      <time className={`time__clock ${past ? 'time__clock--past' : ''}`} role="timer" aria-label={t('virtualTime')} aria-live="off">
        {formatVirtual(us)}
      </time>
      <Pace past={past} />
    </>
  );
}

/** How fast the clock goes at this moment, in words that do not jump: one significant digit. */
function Pace({ past }: { readonly past: boolean }) {
  const { t } = useTexts('timeline');
  const pace = useStore(glass().playback, ({ clock }) => (clock.paused ? '' : paceText(clock.speed)));
  return <span className="time__pace">{past ? t('past') : pace === '' ? t('virtual') : t('times', { speed: pace })}</span>;
}

const grouped = new Intl.NumberFormat('en-US');

export function paceText(speed: number): string {
  if (speed <= 0) return '';
  const exponent = Math.floor(Math.log10(speed));
  const rounded = Math.round(speed / 10 ** exponent) * 10 ** exponent;
  return exponent < 0 ? rounded.toFixed(-exponent) : grouped.format(rounded);
}
