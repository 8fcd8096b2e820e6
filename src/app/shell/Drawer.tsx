import { Suspense, useRef, type CSSProperties } from 'react';
import { useStore } from 'zustand';
import { useTexts } from '../i18n/index.ts';
import { panels } from '../panels/registry.ts';
import { glass } from '../store/index.ts';
import { IconButton } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Tabs } from '../ui/Tabs.tsx';

const LEAST = 120;

/** The panels at the bottom edge. Closed, only their tabs are there, and none is loaded. */
export function Drawer() {
  const { t } = useTexts('shell');
  const { t: tPanels } = useTexts('panels');
  const { drawerOpen, drawerPanel, drawerHeight, change } = useStore(glass().settings);
  const open = panels.find((panel) => panel.id === drawerPanel) ?? panels[0];
  if (!open) return null;
  const Panel = open.component;
  const toggle = (
    <IconButton label={drawerOpen ? t('closeDrawer') : t('openDrawer')} aria-expanded={drawerOpen} onClick={() => change({ drawerOpen: !drawerOpen })}>
      <Icon name={drawerOpen ? 'chevronDown' : 'chevronUp'} />
    </IconButton>
  );
  return (
    <section className={`drawer ${drawerOpen ? 'drawer--open' : ''}`} aria-label={t('drawer')} style={drawerOpen ? ({ '--drawer-height': `${drawerHeight}px` } as CSSProperties) : undefined}>
      {drawerOpen && <DrawerGrip height={drawerHeight} onChange={(height) => change({ drawerHeight: height })} />}
      <Tabs
        tabs={panels.map(({ id, title }) => ({ id, label: tPanels(`titles.${title}`) }))}
        value={drawerOpen ? open.id : ''}
        onChange={(id) => change({ drawerPanel: id, drawerOpen: true })}
        label={t('drawer')}
        aside={toggle}
      >
        <Suspense fallback={null}>
          <Panel />
        </Suspense>
      </Tabs>
    </section>
  );
}

function DrawerGrip({ height, onChange }: { readonly height: number; readonly onChange: (height: number) => void }) {
  const { t } = useTexts('shell');
  const from = useRef<{ y: number; height: number } | null>(null);
  const most = Math.round(window.innerHeight * 0.7);
  const resize = (next: number): void => onChange(Math.min(most, Math.max(LEAST, Math.round(next))));
  return (
    <div
      className="drawer__grip"
      role="separator"
      aria-orientation="horizontal"
      aria-label={t('resizeDrawer')}
      aria-valuenow={height}
      aria-valuemin={LEAST}
      aria-valuemax={most}
      tabIndex={0}
      onKeyDown={(event) => {
        if (event.key === 'ArrowUp') resize(height + 24);
        if (event.key === 'ArrowDown') resize(height - 24);
      }}
      onPointerDown={(event) => {
        from.current = { y: event.clientY, height };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => from.current && resize(from.current.height + from.current.y - event.clientY)}
      onPointerUp={() => (from.current = null)}
    />
  );
}
