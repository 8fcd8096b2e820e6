import { useState } from 'react';
import { useStore } from 'zustand';
import { useTexts } from '../i18n/index.ts';
import { freshSession } from '../session/index.ts';
import { glass, type Theme } from '../store/index.ts';
import { TimeControls } from '../timeline/TimeControls.tsx';
import { Button, IconButton } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Menu, type MenuItem } from '../ui/Menu.tsx';
import { systemTheme } from '../theme.ts';
import { ShareDialog } from './ShareDialog.tsx';

/** The other theme than the one that is seen; where the system wants that one too, the system is followed again. */
function otherTheme(theme: Theme): Theme {
  const system = systemTheme();
  const other = (theme === 'system' ? system : theme) === 'dark' ? 'light' : 'dark';
  return other === system ? 'system' : other;
}

export function TopBar({ onKeyMap }: { readonly onKeyMap: () => void }) {
  const { t } = useTexts('shell');
  const [sharing, setSharing] = useState(false);
  return (
    <header className="top-bar">
      <h1 className="top-bar__brand">{t('brand')}</h1>
      <ScenarioMenu />
      <TimeControls />
      <div className="top-bar__tools">
        <LanguageButton />
        <ThemeButton />
        <Button look="quiet" className="top-bar__wide" onClick={() => setSharing(true)}>
          <Icon name="share" />
          {t('share')}
        </Button>
        <MoreMenu onShare={() => setSharing(true)} onKeyMap={onKeyMap} />
      </div>
      {sharing && <ShareDialog onClose={() => setSharing(false)} />}
    </header>
  );
}

function ScenarioMenu() {
  const { t } = useTexts('shell');
  const name = useStore(glass().playback, (state) => state.topology?.name ?? '');
  const seed = useStore(glass().playback, (state) => state.seed);
  const items: MenuItem[] = [
    { kind: 'label', id: 'seed', label: t('seed', { seed }) },
    { id: 'new', label: t('newSession'), onSelect: () => glass().start(freshSession(String(Math.floor(Math.random() * 1e9)), glass().playback.getState().topology ?? undefined)) },
  ];
  return (
    <Menu items={items}>
      <Button look="quiet" className="top-bar__scenario" aria-label={`${t('scenario')}: ${name}`}>
        {name}
        <Icon name="chevronDown" size={12} />
      </Button>
    </Menu>
  );
}

function LanguageButton() {
  const { t } = useTexts('shell');
  const language = useStore(glass().settings, (settings) => settings.language);
  const change = (): void => glass().settings.getState().change({ language: language === 'ko' ? 'en' : 'ko' });
  return (
    <Button look="quiet" className="top-bar__language" aria-label={t('language')} title={t('language')} onClick={change}>
      <span lang={language === 'ko' ? 'en' : 'ko'} data-text={t('languageOther')} />
    </Button>
  );
}

function ThemeButton() {
  const { t } = useTexts('shell');
  const theme = useStore(glass().settings, (settings) => settings.theme);
  const names = { system: t('themeSystem'), light: t('themeLight'), dark: t('themeDark') };
  return (
    <IconButton label={t('theme')} aria-description={names[theme]} onClick={() => glass().settings.getState().change({ theme: otherTheme(theme) })}>
      <Icon name="theme" />
    </IconButton>
  );
}

/** What does not fit beside it on a narrow screen, and what is seldom needed. */
function MoreMenu({ onShare, onKeyMap }: { readonly onShare: () => void; readonly onKeyMap: () => void }) {
  const { t } = useTexts('shell');
  const settings = useStore(glass().settings);
  const items: MenuItem[] = [
    { id: 'share', label: t('share'), onSelect: onShare },
    { id: 'inspector', label: settings.inspectorOpen ? t('closeInspector') : t('openInspector'), onSelect: () => settings.change({ inspectorOpen: !settings.inspectorOpen }) },
    { id: 'drawer', label: settings.drawerOpen ? t('closeDrawer') : t('openDrawer'), onSelect: () => settings.change({ drawerOpen: !settings.drawerOpen }) },
    { id: 'keys', label: t('keyMap'), shortcut: '?', onSelect: onKeyMap },
  ];
  return (
    <Menu items={items} align="end">
      <IconButton label={t('more')}>
        <Icon name="more" />
      </IconButton>
    </Menu>
  );
}
