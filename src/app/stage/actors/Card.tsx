import { Handle, Position } from '@xyflow/react';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/index.ts';
import type { Target } from '../../store/index.ts';
import { targetAttribute } from '../hands/targets.ts';
import { useSelected } from './useActor.ts';

export interface CardProps {
  readonly target: Target;
  readonly title: string;
  readonly aside?: ReactNode;
  readonly state?: 'running' | 'frozen' | 'stopped';
  readonly width: number;
  readonly height: number;
  readonly className?: string;
  readonly children?: ReactNode;
}

/** A process that stands above the bar. */
export function Card({ target, title, aside, state = 'running', width, height, className = '', children }: CardProps) {
  const { t } = useTexts('stage');
  const selected = useSelected(target.key);
  return (
    <div className={`card card--${state} ${selected ? 'is-selected' : ''} ${className}`} style={{ width, height }} {...targetAttribute(target)}>
      <div className="card__head">
        <b className="card__title mono">{title}</b>
        {state === 'running' ? aside : <span className="card__state">{state === 'frozen' ? t('frozen') : t('stopped')}</span>}
      </div>
      {children}
      <Handle type="target" position={Position.Bottom} isConnectable={false} />
    </div>
  );
}
