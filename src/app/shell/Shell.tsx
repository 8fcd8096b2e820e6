import { useStore } from 'zustand';
import { useTexts } from '../i18n/index.ts';
import { Stage } from '../stage/Stage.tsx';
import { glass, isPast } from '../store/index.ts';
import { Caption } from '../timeline/Caption.tsx';
import { Timeline } from '../timeline/Timeline.tsx';
import { Drawer } from './Drawer.tsx';
import { Inspector } from './Inspector.tsx';
import { Notices } from './Notices.tsx';
import { Progress } from './Progress.tsx';
import { TopBar } from './TopBar.tsx';
import './shell.css';

/** The page: chrome around the stage. */
export function Shell() {
  const { t } = useTexts('shell');
  const inspectorOpen = useStore(glass().settings, (settings) => settings.inspectorOpen);
  const past = useStore(glass().playback, isPast);
  return (
    <div className={`shell ${inspectorOpen ? 'shell--inspector' : ''}`}>
      <a className="skip" href="#stage">
        {t('skipToStage')}
      </a>
      <TopBar />
      <main className="shell__stage">
        <div className={`shell__view ${past ? 'shell__view--past' : ''}`}>
          <Stage />
          <Progress />
        </div>
        <Caption />
      </main>
      <Inspector />
      <Timeline />
      <Drawer />
      <Notices />
    </div>
  );
}
