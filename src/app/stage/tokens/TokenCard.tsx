import type { MarkRecord, MessageRecord, SpanRecord } from '../../../protocol/index.ts';
import { useEffect, useState } from 'react';
import { formatSpan, useLanguage, useTexts, whyText } from '../../i18n/index.ts';
import { glass } from '../../store/index.ts';

/** What a message is: its verb, what it is about, its way, and what caused it. */
export function TokenCard({ message, x, y }: { readonly message: MessageRecord; readonly x: number; readonly y: number }) {
  const { t } = useTexts('stage');
  const language = useLanguage();
  const cause = useCause(message.cause);
  const time = formatSpan(message.receivedUs - message.sentUs);
  return (
    <div className={`token-card ${x > 600 ? 'token-card--left' : ''}`} style={{ left: x, top: y, '--kind': `var(--message-${message.kind})` } as React.CSSProperties}>
      <p className="token-card__kind">
        {t(`message.${message.kind}`)} · {message.fate === 'held' ? t('message.held') : message.fate === 'lost' ? t('message.lost') : t('message.flight', { time })}
      </p>
      <p className="token-card__method mono">{message.method}</p>
      {message.about !== '' && <p className="mono">{message.about}</p>}
      <p className="token-card__way mono">
        {message.from} → {message.to}
      </p>
      {cause && (
        <p className="token-card__cause">
          {t('message.cause')} {wordsFor(cause, language)}
        </p>
      )}
    </div>
  );
}

const isMark = (span: SpanRecord): span is MarkRecord => 'actor' in span;

function wordsFor(span: SpanRecord, language: 'en' | 'ko'): string {
  if (!isMark(span)) return `${span.method} ${span.about}`;
  return span.kind === 'why' ? whyText(language, span.method, span.params, span) : `${span.method} ${span.about}`;
}

/** The span that caused a message; asked of the host, which remembers them all. */
function useCause(id: number): SpanRecord | undefined {
  const [cause, setCause] = useState<SpanRecord | undefined>();
  useEffect(() => {
    if (id === 0) return undefined;
    let wanted = true;
    glass()
      .session.ask({ about: 'chain', span: id })
      .then(({ spans }) => wanted && setCause(spans[0]))
      // A fork or a new host: there is nobody left to answer.
      .catch(() => undefined);
    return () => void (wanted = false);
  }, [id]);
  return cause?.id === id ? cause : undefined;
}
