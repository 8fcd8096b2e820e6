import { useState } from 'react';
import { useStore } from 'zustand';
import type { MarkRecord } from '../../../protocol/index.ts';
import { formatVirtual, useLanguage, useTexts, whyText } from '../../i18n/index.ts';
import { glass, viewUs, type Target } from '../../store/index.ts';
import { Chain } from './Chain.tsx';

const SHOWN = 60;

/** The reasons that components gave about something, newest first, each with the way back to its cause. */
export function Why({ target }: { readonly target: Target }) {
  const { t } = useTexts('panels');
  const marks = useReasons(target);
  if (marks.length === 0) return <p className="inspector__soft">{t('why.empty')}</p>;
  return (
    <ol className="why">
      {marks.map((mark) => (
        <Reason key={mark.id} mark={mark} />
      ))}
    </ol>
  );
}

function useReasons({ kind, key }: Target): readonly MarkRecord[] {
  const { marks, playback } = glass();
  const about = useStore(marks.cell(key));
  const all = useStore(marks.cell(''));
  const untilUs = useStore(playback, viewUs);
  // A process is what it says itself; an object is what others say about it.
  const list = kind === 'actor' ? all.filter((mark) => mark.actor === key) : about;
  return list.filter((mark) => mark.kind !== 'commit' && mark.atUs <= untilUs).slice(-SHOWN).reverse();
}

function Reason({ mark }: { readonly mark: MarkRecord }) {
  const { t } = useTexts('panels');
  const language = useLanguage();
  const [open, setOpen] = useState(false);
  return (
    <li className="why__item">
      <time className="why__time">{formatVirtual(mark.atUs)}</time>
      <p className="why__text">{mark.kind === 'why' ? whyText(language, mark.method, mark.params, mark) : `${mark.method} ${mark.about}`}</p>
      <p className="why__actor">{mark.actor === 'users/you' ? t('why.you') : mark.actor}</p>
      <button type="button" className="link why__cause" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t('why.chain')}
      </button>
      {open && <Chain span={mark.id} />}
    </li>
  );
}
