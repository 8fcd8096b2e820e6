import { useStore } from 'zustand';
import { useTexts } from '../i18n/index.ts';
import { Stage } from '../stage/Stage.tsx';
import { glass, isPast } from '../store/index.ts';
import { Caption } from '../timeline/Caption.tsx';
import { Timeline } from '../timeline/Timeline.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Drawer } from './Drawer.tsx';
import { Inspector } from './Inspector.tsx';
import { Notices } from './Notices.tsx';
import { Progress } from './Progress.tsx';
import { Rail } from './Rail.tsx';
import { TopBar } from './TopBar.tsx';
import './shell.css';

/** The page: chrome around the stage. */
export function Shell() {
  const { t } = useTexts('shell');
  const inspectorOpen = useStore(glass().settings, (settings) => settings.inspectorOpen);
  return (
    <div className={`shell ${inspectorOpen ? 'shell--inspector' : ''}`}>
      <a className="skip" href="#stage">
        {t('skipToStage')}
      </a>
      <TopBar />
      <Rail />
      <main className="shell__stage">
        <div className="shell__view">
          <Stage />
          <PastBadge />
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

/** Says that this is not the present, and leads back to it. */
function PastBadge() {
  const { t } = useTexts('shell');
  const past = useStore(glass().playback, isPast);
  if (!past) return null;
  return (
    <button type="button" className="past-badge" onClick={() => glass().toPresent()}>
      <Icon name="start" size={12} />
      {t('lookingBack')} · <strong>{t('toPresent')}</strong>
    </button>
  );
}
