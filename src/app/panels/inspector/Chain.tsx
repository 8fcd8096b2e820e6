import { useEffect, useState } from 'react';
import type { SpanRecord } from '../../../protocol/index.ts';
import { formatVirtual, useLanguage, useTexts, whyText } from '../../i18n/index.ts';
import { glass } from '../../store/index.ts';

/** The chain of causes from a span back to the keystroke, or to the clock, that began it. */
export function Chain({ span }: { readonly span: number }) {
  const { t } = useTexts('panels');
  const spans = useChain(span);
  if (!spans) return null;
  const last = spans.at(-1);
  return (
    <ol className="chain" aria-label={t('why.chainTitle')}>
      {spans.map((step) => (
        <Step key={step.id} step={step} />
      ))}
      {last && 'from' in last && <li className="chain__end inspector__soft">{last.cause === 0 ? t('why.root') : t('why.forgotten')}</li>}
    </ol>
  );
}

function useChain(span: number): readonly SpanRecord[] | undefined {
  const [spans, setSpans] = useState<readonly SpanRecord[]>();
  useEffect(() => {
    let wanted = true;
    glass()
      .session.ask({ about: 'chain', span })
      .then((answer) => wanted && setSpans(answer.spans))
      // The host went away before it answered; the next question goes to the new one.
      .catch(() => wanted && setSpans([]));
    return () => void (wanted = false);
  }, [span]);
  return spans;
}

function Step({ step }: { readonly step: SpanRecord }) {
  const language = useLanguage();
  const short = (id: string): string => id.slice(id.indexOf('/') + 1);
  if ('from' in step) {
    return (
      <li className={`chain__step chain__step--${step.kind}`}>
        <time>{formatVirtual(step.sentUs)}</time>
        <span className="chain__way">
          {short(step.from)} → {short(step.to)}
        </span>
        <span className="chain__what">
          {step.method} {step.about}
        </span>
      </li>
    );
  }
  const text = step.kind === 'why' ? whyText(language, step.method, step.params, step) : `${step.method} ${step.about}`;
  return (
    <li className={`chain__step chain__step--${step.kind}`}>
      <time>{formatVirtual(step.atUs)}</time>
      <span className="chain__way">{short(step.actor)}</span>
      <span className="chain__what">{text}</span>
    </li>
  );
}
