import { useStore } from 'zustand';
import { useTexts } from '../i18n/index.ts';
import { glass } from '../store/index.ts';
import { Button } from '../ui/Button.tsx';

/** Long work: how far it is, and a way out. */
export function Progress() {
  const { t } = useTexts('shell');
  const progress = useStore(glass().playback, (state) => state.progress);
  const ready = useStore(glass().playback, (state) => state.ready);
  if (progress === null) return null;
  const label = progress.what === 'start' ? t('preparing') : t('replaying');
  return (
    <div className="progress">
      <span>{label}</span>
      <progress max={1} value={progress.fraction} aria-label={label} />
      {ready && <Button onClick={() => glass().session.cancel()}>{t('cancel')}</Button>}
    </div>
  );
}
