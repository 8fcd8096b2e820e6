import { Handle, Position } from '@xyflow/react';
import type { CSSProperties, ReactNode } from 'react';
import { useTexts } from '../../i18n/index.ts';
import type { Target } from '../../store/index.ts';
import { useSelected } from './useActor.ts';

export interface CardProps {
  readonly target: Target;
  readonly title: string;
  readonly aside?: ReactNode;
  readonly state?: 'running' | 'frozen' | 'stopped';
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  readonly className?: string;
  readonly children?: ReactNode;
}

/** Draws an element larger from its corner, text and all. */
export const scaleStyle = (scale: number): CSSProperties => (scale === 1 ? {} : { transform: `scale(${scale})`, transformOrigin: '0 0' });

/** A process that stands above the bar. */
export function Card({ target, title, aside, state = 'running', width, height, scale, className = '', children }: CardProps) {
  const { t } = useTexts('stage');
  const selected = useSelected(target.key);
  return (
    <div className={`card card--${state} ${selected ? 'is-selected' : ''} ${className}`} style={{ width, height, ...scaleStyle(scale) }}>
      <div className="card__head">
        <b className="card__title mono">{title}</b>
        {state === 'running' ? aside : <span className="card__state">{state === 'frozen' ? t('frozen') : t('stopped')}</span>}
      </div>
      {children}
      <Handle type="target" position={Position.Bottom} isConnectable={false} />
    </div>
  );
}
