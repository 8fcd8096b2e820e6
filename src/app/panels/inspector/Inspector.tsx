import { lazy, Suspense, useState } from 'react';
import { useStore } from 'zustand';
import { useTexts } from '../../i18n/index.ts';
import { glass, type Target } from '../../store/index.ts';
import { Icon, IconButton, Tabs } from '../../ui/index.ts';
import { EventList } from '../EventList.tsx';
import { Inside } from './Inside.tsx';
import { Overview } from './Overview.tsx';
import { Why } from './Why.tsx';
import './inspector.css';

/** The editor is large, and the inspector opens with the page. */
const Yaml = lazy(async () => ({ default: (await import('./Yaml.tsx')).Yaml }));

type TabId = 'overview' | 'why' | 'yaml' | 'events' | 'inside';
const TABS: Readonly<Record<Target['kind'], readonly TabId[]>> = {
  object: ['overview', 'why', 'yaml', 'events'],
  actor: ['overview', 'why', 'inside'],
};

/** What is selected, seen from several sides. */
export function Inspector({ onClose }: { readonly onClose?: () => void }) {
  const { t } = useTexts('panels');
  const target = useStore(glass().selection, (state) => state.selected);
  const [tab, setTab] = useState<TabId>('overview');
  if (!target) return <Empty />;
  const tabs = TABS[target.kind];
  const shown = tabs.includes(tab) ? tab : 'overview';
  return (
    <div className="inspector">
      <header className="inspector__head">
        <h2 className="inspector__name">{nameOf(target)}</h2>
        <span className="inspector__kind">{kindOf(target)}</span>
        {onClose && (
          <IconButton label={t('inspector.close')} onClick={onClose}>
            <Icon name="close" />
          </IconButton>
        )}
      </header>
      <Tabs
        className="inspector__tabs"
        label={t('inspector.views')}
        value={shown}
        onChange={(id) => setTab(id as TabId)}
        tabs={tabs.map((id) => ({ id, label: t(`inspector.tabs.${id}`) }))}
      >
        <View tab={shown} target={target} key={target.key} />
      </Tabs>
    </div>
  );
}

function View({ tab, target }: { readonly tab: TabId; readonly target: Target }) {
  switch (tab) {
    case 'overview':
      return <Overview target={target} />;
    case 'why':
      return <Why target={target} />;
    case 'yaml':
      return (
        <Suspense fallback={null}>
          <Yaml target={target} />
        </Suspense>
      );
    case 'events':
      return <EventList about={target.key} />;
    case 'inside':
      return <Inside actor={target.key} />;
  }
}

function Empty() {
  const { t } = useTexts('panels');
  return (
    <div className="inspector inspector--empty">
      <p className="inspector__emptyTitle">{t('inspector.emptyTitle')}</p>
      <p>{t('inspector.emptyText')}</p>
    </div>
  );
}

const nameOf = ({ key }: Target): string => key.slice(key.lastIndexOf('/') + 1);
const kindOf = ({ kind, key }: Target): string => {
  const parts = key.split('/');
  if (kind === 'actor') return parts[0]!;
  return parts.length === 3 ? `${parts[0]} · ${parts[1]}` : parts[0]!;
};
