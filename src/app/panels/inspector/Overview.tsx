import { useStore } from 'zustand';
import { useTexts } from '../../i18n/index.ts';
import { glass, viewUsEvery, type Target } from '../../store/index.ts';
import { actorFacts } from './facts/actor.ts';
import { Breakable } from './Breakable.tsx';
import { InsideSummary } from './Inside.tsx';
import type { Fact, Section } from './facts/fact.ts';
import { objectFacts } from './facts/index.ts';

/** The facts about an object or a process, as of the moment on the clock. */
export function Overview({ target }: { readonly target: Target }) {
  return target.kind === 'object' ? <ObjectOverview objectKey={target.key} /> : <ActorOverview id={target.key} />;
}

function ObjectOverview({ objectKey }: { readonly objectKey: string }) {
  const { world, playback } = glass();
  const record = useStore(world.cell('objects', objectKey));
  const nowUs = useStore(playback, viewUsEvery(1_000_000));
  if (!record) return <Gone />;
  return <Sections sections={objectFacts(record, { world, nowUs })} />;
}

function ActorOverview({ id }: { readonly id: string }) {
  const record = useStore(glass().world.cell('actors', id));
  if (!record) return <Gone />;
  return (
    <>
      <Sections sections={actorFacts(record)} />
      <section className="facts__section">
        <InsideSummary value={record.inspection} />
      </section>
    </>
  );
}

function Gone() {
  const { t } = useTexts('panels');
  return (
    <div className="inspector__gone">
      <p>{t('inspector.gone')}</p>
      <p className="inspector__soft">{t('inspector.goneHint')}</p>
    </div>
  );
}

function Sections({ sections }: { readonly sections: readonly Section[] }) {
  const { t } = useTexts('panels');
  return (
    <div className="facts">
      {sections.map((section) => (
        <section key={section.title} className="facts__section">
          <h3 className="facts__title">{t(`sections.${section.title}`)}</h3>
          <dl className="facts__list">
            {section.facts.map((fact, i) => (
              <FactRow key={`${fact.label}-${i}`} fact={fact} />
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

function FactRow({ fact }: { readonly fact: Fact }) {
  const { t } = useTexts('panels');
  const select = glass().selection.getState().select;
  return (
    <>
      <dt className="facts__label">
        <Breakable text={fact.label} />
      </dt>
      <dd className={`facts__value facts__value--${fact.tone ?? 'plain'}`}>
        {fact.link === undefined ? (
          <Breakable text={fact.value} />
        ) : (
          <button type="button" className="link" aria-label={t('inspector.open', { name: fact.value })} onClick={() => select({ kind: 'object', key: fact.link! })}>
            {fact.value}
          </button>
        )}
        {fact.note !== undefined && <span className="facts__note">{fact.note}</span>}
      </dd>
    </>
  );
}
