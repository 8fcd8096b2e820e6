import { useStore } from 'zustand';
import { useTexts } from '../../i18n/index.ts';
import { glass } from '../../store/index.ts';

/** What a component holds now, as it shows it itself: a tree of names and values. */
export function Inside({ actor }: { readonly actor: string }) {
  const { t } = useTexts('panels');
  const record = useStore(glass().world.cell('actors', actor));
  if (record?.inspection === undefined || record.inspection === null) return <p className="inspector__soft">{t('inspector.none')}</p>;
  return (
    <div className="inside">
      <Tree value={record.inspection} />
    </div>
  );
}

const MAX_ITEMS = 60;

function Tree({ value }: { readonly value: unknown }) {
  if (typeof value !== 'object' || value === null) return <span className="inside__value">{String(value)}</span>;
  const entries = Object.entries(value);
  if (entries.length === 0) return <span className="inside__value inspector__soft">–</span>;
  return (
    <ul className="inside__tree">
      {entries.slice(0, MAX_ITEMS).map(([key, item]) => (
        <li key={key} className="inside__item">
          <span className="inside__key">{Array.isArray(value) ? `${Number(key) + 1}` : key}</span>
          <Tree value={item} />
        </li>
      ))}
      {entries.length > MAX_ITEMS && <li className="inspector__soft">… {entries.length - MAX_ITEMS}</li>}
    </ul>
  );
}
