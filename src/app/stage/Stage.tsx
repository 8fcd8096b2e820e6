import { useTexts } from '../i18n/index.ts';

export function Stage() {
  const { t } = useTexts('stage');
  return <section id="stage" className="stage" aria-label={t('stage')} tabIndex={-1} />;
}
