import { useStore } from 'zustand';
import { useTexts } from '../../i18n/index.ts';
import { glass } from '../../store/index.ts';
import { Breakable } from './Breakable.tsx';
import { isRecord, isRow, isScalar, useFieldName, useScalar, type Row } from './inside-values.ts';
import './inside.css';

/** What a component holds now, as it shows it itself: names and values, tables where it has lists. */
export function Inside({ actor }: { readonly actor: string }) {
  const { t } = useTexts('panels');
  const record = useStore(glass().world.cell('actors', actor));
  if (!isRecord(record?.inspection)) return <p className="inspector__soft">{t('inspector.none')}</p>;
  return (
    <div className="inside">
      <Record value={record.inspection} />
    </div>
  );
}

/** Its plain values alone: what the overview shows. */
export function InsideSummary({ value }: { readonly value: unknown }) {
  const entries = isRecord(value) ? Object.entries(value).filter(([, item]) => isScalar(item)) : [];
  return entries.length > 0 ? <Pairs entries={entries} /> : null;
}

const MAX_ITEMS = 60;

/** Plain values first, in two columns; then, each under its name, what has parts. */
function Record({ value }: { readonly value: Row }) {
  const nameOf = useFieldName();
  const entries = Object.entries(value);
  const plain = entries.filter(([, item]) => isScalar(item));
  const nested = entries.filter(([, item]) => !isScalar(item));
  return (
    <>
      {plain.length > 0 && <Pairs entries={plain} />}
      {nested.map(([key, item]) => (
        <section key={key} className="inside__part">
          <h3 className="facts__title">{nameOf(key)}</h3>
          {/* Counts by verb or code have those for names: they are nobody's words. */}
          {/By[A-Z]/.test(key) && isRecord(item) ? <Pairs entries={Object.entries(item)} verbatim /> : <Part value={item} />}
        </section>
      ))}
    </>
  );
}

function Pairs({ entries, verbatim = false }: { readonly entries: readonly (readonly [string, unknown])[]; readonly verbatim?: boolean }) {
  const nameOf = useFieldName();
  const scalar = useScalar();
  return (
    <dl className="facts__list">
      {entries.map(([key, item]) => (
        <div key={key} className="inside__pair">
          <dt className="facts__label">{verbatim ? key : nameOf(key)}</dt>
          <dd className="facts__value">
            <Breakable text={scalar(key, item)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Part({ value }: { readonly value: unknown }) {
  const { t } = useTexts('panels');
  if (!Array.isArray(value)) return isRecord(value) ? <Record value={value} /> : null;
  if (value.length === 0) return <p className="inspector__soft">{t('inspector.none')}</p>;
  const shown = value.slice(0, MAX_ITEMS) as readonly unknown[];
  const list = shown.every(isRow) ? <Table rows={shown} /> : shown.every(isRecord) ? <Folded rows={shown} /> : <Items items={shown} />;
  return (
    <>
      {list}
      {value.length > MAX_ITEMS && <p className="inspector__soft">… {value.length - MAX_ITEMS}</p>}
    </>
  );
}

function Items({ items }: { readonly items: readonly unknown[] }) {
  const scalar = useScalar();
  return (
    <ul className="inside__items">
      {items.map((item, i) => (
        <li key={i}>{isRecord(item) ? <Record value={item} /> : scalar('', item)}</li>
      ))}
    </ul>
  );
}

function Table({ rows }: { readonly rows: readonly Row[] }) {
  const nameOf = useFieldName();
  const scalar = useScalar();
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return (
    // Wider than the inspector it scrolls by itself, for the keyboard too.
    <div className="inside__scroll" tabIndex={columns.length > 3 ? 0 : undefined} role={columns.length > 3 ? 'region' : undefined} aria-label={columns.length > 3 ? columns.map(nameOf).join(', ') : undefined}>
      <table className="inside__table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col" className={rows.every((row) => typeof row[column] === 'number') ? 'inside__number' : ''}>
                {nameOf(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {columns.map((column) => (
                <td key={column} className={typeof row[column] === 'number' ? 'inside__number' : ''}>
                  <Breakable text={scalar(column, row[column])} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Rows with an inside of their own: one line each, to be opened. */
function Folded({ rows }: { readonly rows: readonly Row[] }) {
  const nameOf = useFieldName();
  const scalar = useScalar();
  return rows.map((row, i) => {
    const [first, ...rest] = Object.entries(row);
    const [titleKey, title] = first ?? ['', ''];
    const counts = rest.filter(([, item]) => typeof item === 'number' && item > 0);
    return (
      <details key={i} className="inside__fold">
        <summary>
          <span className="inside__title">{isScalar(title) ? scalar(titleKey, title) : i + 1}</span>
          <span className="inspector__soft">{counts.map(([key, item]) => `${nameOf(key)} ${scalar(key, item)}`).join(' · ')}</span>
        </summary>
        <Record value={Object.fromEntries(rest)} />
      </details>
    );
  });
}
