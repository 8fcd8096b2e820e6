import { useCallback, useState } from 'react';
import { useStore } from 'zustand';
import { useTexts } from '../i18n/index.ts';
import { Stage } from '../stage/Stage.tsx';
import { glass, isPast } from '../store/index.ts';
import { Caption } from '../timeline/Caption.tsx';
import { Timeline, ToPresent } from '../timeline/Timeline.tsx';
import { Drawer } from './Drawer.tsx';
import { Inspector } from './Inspector.tsx';
import { KeyMap } from './KeyMap.tsx';
import { Notices } from './Notices.tsx';
import { Progress } from './Progress.tsx';
import { TopBar } from './TopBar.tsx';
import { usePageKeys } from './usePageKeys.ts';
import './shell.css';

/** The page: chrome around the stage. */
export function Shell() {
  const { t } = useTexts('shell');
  const inspectorOpen = useStore(glass().settings, (settings) => settings.inspectorOpen);
  const past = useStore(glass().playback, isPast);
  const [mapShown, setMapShown] = useState(false);
  const showMap = useCallback(() => setMapShown(true), []);
  usePageKeys(showMap);
  return (
    <div className={`shell ${inspectorOpen ? 'shell--inspector' : ''}`}>
      <a className="skip" href="#stage">
        {t('skipToStage')}
      </a>
      <TopBar onKeyMap={showMap} />
      <main className="shell__stage">
        <div className={`shell__view ${past ? 'shell__view--past' : ''}`}>
          <Stage />
          <Progress />
        </div>
        <Caption />
        <ToPresent />
      </main>
      <Inspector />
      <Timeline />
      <Drawer />
      <Notices />
      {mapShown && <KeyMap onClose={() => setMapShown(false)} />}
    </div>
  );
}
