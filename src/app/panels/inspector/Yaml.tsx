import { useMemo } from 'react';
import { stringify } from 'yaml';
import { useStore } from 'zustand';
import { useTexts } from '../../i18n/index.ts';
import { glass, type Target } from '../../store/index.ts';
import { Code } from '../Code.tsx';

/** The object as `kubectl get -o yaml` prints it, at the moment on the clock. Managed fields are left out. */
export function Yaml({ target }: { readonly target: Target }) {
  const { t } = useTexts('panels');
  const record = useStore(glass().world.cell('objects', target.key));
  const text = useMemo(() => (record ? toYaml(record.object) : ''), [record]);
  if (!record) return <p className="inspector__soft">{t('inspector.gone')}</p>;
  return <Code text={text} label="YAML" />;
}

function toYaml(object: Readonly<Record<string, unknown>>): string {
  const { metadata, ...rest } = object;
  const { managedFields: _, ...shown } = (metadata ?? {}) as Record<string, unknown>;
  const { apiVersion, kind, ...others } = rest;
  const sorted = Object.fromEntries(Object.entries({ ...others, metadata: shown }).sort(([a], [b]) => (a < b ? -1 : 1)));
  return stringify({ apiVersion, kind, ...sorted }, { aliasDuplicateObjects: false, lineWidth: 0, sortMapEntries: false });
}
