import { useTexts } from '../i18n/index.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';

type Place = 'anywhere' | 'timeline' | 'stage' | 'manifest';
const SPACE = 'Space';
/** Every key of the page, by where it works. */
const MAP: Readonly<Record<Place, Readonly<Record<string, readonly string[]>>>> = {
  anywhere: { play: [SPACE], step: ['.'], next: [','], map: ['?'] },
  timeline: { tenth: ['←', '→'], second: ['Shift ←', 'Shift →'], start: ['Home'], present: ['End'] },
  stage: { walk: ['←', '↑', '↓', '→'], inspect: ['Enter', SPACE], power: ['P'], delete: ['Delete'], menu: ['Shift F10'] },
  manifest: { apply: ['Ctrl Enter', '⌘ Enter'], leave: ['Esc', 'Tab'] },
};

/** The map of all keys. */
export function KeyMap({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTexts('shell');
  return (
    <Dialog open onClose={onClose} title={t('keyMap')}>
      <div className="key-map">
        {(Object.keys(MAP) as Place[]).map((place) => (
          <section key={place}>
            <h3 className="key-map__place">{t(`keyPlaces.${place}`)}</h3>
            <dl>
              {Object.entries(MAP[place]).map(([what, keys]) => (
                <div key={what} className="key-map__row">
                  <dt>{t(`keys.${place}.${what}` as 'keys.anywhere.play')}</dt>
                  <dd>
                    {keys.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <div className="dialog__buttons">
        <Button onClick={onClose}>{t('close')}</Button>
      </div>
    </Dialog>
  );
}
