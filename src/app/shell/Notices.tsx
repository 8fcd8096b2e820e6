import { AnimatePresence, m } from 'framer-motion';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { formatVirtual, useTexts } from '../i18n/index.ts';
import { glass, type Notice } from '../store/index.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { saveFile } from './save-file.ts';

const SHOWN_MS = { done: 5_000, info: 8_000, error: 0 } as const;

/** What the page has to say: errors as alerts that stay, the rest politely and for a while. */
export function Notices() {
  const { t } = useTexts('shell');
  const notices = useStore(glass().notices, (state) => state.notices);
  return (
    <section className="notices" aria-label={t('notices')}>
      <AnimatePresence initial={false}>
        {notices.map((notice) => (
          <m.div key={notice.id} layout="position" initial={{ opacity: 0, y: 12 }} animate={{ opacity: 1, y: 0 }} exit={{ opacity: 0, scale: 0.97 }} transition={{ duration: 0.2 }}>
            <NoticeCard notice={notice} />
          </m.div>
        ))}
      </AnimatePresence>
    </section>
  );
}

function NoticeCard({ notice }: { readonly notice: Notice }) {
  const { t } = useTexts('shell');
  const text = useNoticeText(notice);
  const [copied, setCopied] = useState(false);
  const { t: tTimeline } = useTexts('timeline');
  const { id, tone, code, download, plays } = notice;
  const dismiss = (): void => glass().notices.getState().dismiss(id);
  useEffect(() => {
    if (SHOWN_MS[tone] === 0) return undefined;
    const timer = setTimeout(() => glass().notices.getState().dismiss(id), SHOWN_MS[tone]);
    return () => clearTimeout(timer);
  }, [id, tone]);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(code ?? '');
    setCopied(true);
  };
  return (
    <div className={`notice notice--${tone}`} {...(tone === 'error' ? { role: 'alert' } : {})}>
      <div className="notice__body">
        {(tone !== 'done' || code === undefined) && <p className="notice__text">{text}</p>}
        {code !== undefined && <code className="notice__code">{code}</code>}
      </div>
      {code !== undefined && (
        <IconButton label={copied ? t('copied') : t('copy')} onClick={() => void copy()}>
          <Icon name="copy" />
        </IconButton>
      )}
      {plays && <Button onClick={() => (glass().clock({ type: 'play' }), dismiss())}>{tTimeline('play')}</Button>}
      {download && <Button onClick={() => saveFile(download.name, download.content)}>{t('download')}</Button>}
      <IconButton label={t('close')} onClick={dismiss}>
        <Icon name="close" />
      </IconButton>
    </div>
  );
}

function useNoticeText({ key, params }: Notice): string {
  const { t, i18n } = useTexts('notices');
  const blanks = { ...params, time: typeof params['us'] === 'number' ? formatVirtual(params['us']) : '', problem: problem() };
  function problem(): string {
    const code = `problem.${String(params['code'] ?? '')}`;
    return i18n.exists(`notices:${code}`) ? t(code as 'problem.text', params) : '';
  }
  return t(key as 'done', { ...blanks, keySeparator: key.startsWith('crashed') ? false : '.' });
}
