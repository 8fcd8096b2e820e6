import { Suspense } from 'react';
import { useStore } from 'zustand';
import { useTexts } from '../i18n/index.ts';
import { Inspector as InspectorPanel } from '../panels/registry.ts';
import { glass } from '../store/index.ts';
import { Sheet } from '../ui/Dialog.tsx';
import { useNarrow } from './useNarrow.ts';

/** Where the inspector stands: at the right edge, or coming from the bottom on a narrow screen. */
export function Inspector() {
  const { t } = useTexts('shell');
  const narrow = useNarrow();
  const open = useStore(glass().settings, (settings) => settings.inspectorOpen);
  const anything = useStore(glass().selection, (state) => state.selected !== null);
  if (narrow) {
    const close = (): void => glass().selection.getState().select(null);
    return (
      <Sheet open={anything} onClose={close} title={t('inspector')}>
        <aside aria-label={t('inspector')}>
          <Suspense fallback={null}>
            <InspectorPanel onClose={close} />
          </Suspense>
        </aside>
      </Sheet>
    );
  }
  if (!open) return null;
  return (
    <aside className="inspector-pane" aria-label={t('inspector')}>
      <Suspense fallback={null}>
        <InspectorPanel onClose={() => glass().settings.getState().change({ inspectorOpen: false })} />
      </Suspense>
    </aside>
  );
}
