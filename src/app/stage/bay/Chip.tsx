import { memo } from 'react';
import { useStore } from 'zustand';
import { useTexts } from '../../i18n/index.ts';
import { glass } from '../../store/index.ts';
import { targetAttribute } from '../hands/targets.ts';

export interface ChipProps {
  readonly machine: string;
  readonly component: string;
}

/** A daemon of a node. */
export const Chip = memo(function Chip({ machine, component }: ChipProps) {
  const { t } = useTexts('stage');
  const id = `${machine}/${component}`;
  const state = useStore(glass().world.cell('actors', id), (actor) => actor?.state ?? 'stopped');
  const selected = useStore(glass().selection, ({ selected: target }) => target?.kind === 'actor' && target.key === id);
  const word = state === 'frozen' ? t('frozen') : state === 'stopped' ? t('stopped') : undefined;
  return (
    <button type="button" className={`chip chip--${state} ${selected ? 'is-selected' : ''} nodrag`} tabIndex={-1} aria-label={component} {...(word === undefined ? {} : { 'aria-description': word, title: word })} {...targetAttribute({ kind: 'actor', key: id })}>
      {component}
    </button>
  );
});
