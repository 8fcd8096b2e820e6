import { useEffect, useState } from 'react';
import { useTexts } from '../i18n/index.ts';
import { glass } from '../store/index.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { saveFile } from './save-file.ts';

/** A link that replays the session, made on the spot: nothing leaves the page. */
export function ShareDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTexts('shell');
  const [link, setLink] = useState('');
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    void import('../session/share-link.ts').then(({ encodeShareLink }) => setLink(location.href.replace(/#.*$/, '') + encodeShareLink(glass().session.file)));
  }, []);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(link);
    setCopied(true);
  };
  return (
    <Dialog open onClose={onClose} title={t('shareTitle')} text={t('shareText')}>
      <input className="share-link" readOnly value={link} aria-label={t('share')} onFocus={(event) => event.target.select()} />
      <div className="dialog__buttons">
        <Button look="primary" onClick={() => void copy()}>{copied ? t('copied') : t('shareCopy')}</Button>
        <Button onClick={() => saveFile('kubeglass-session.json', JSON.stringify(glass().session.file))}>{t('saveFile')}</Button>
        <Button look="quiet" onClick={onClose}>{t('close')}</Button>
      </div>
    </Dialog>
  );
}
