import type { Node, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useStore } from 'zustand';
import { useTexts } from '../../i18n/index.ts';
import { glass } from '../../store/index.ts';
import { PodField } from '../bay/PodField.tsx';
import { useHands } from '../hands/hands-context.ts';
import { useSelected } from './useActor.ts';

export type ZoneNodeType = Node<{ readonly name: string; readonly width: number; readonly scale: number }, 'zone'>;

/** The name of a zone over its bays. */
export const ZoneNode = memo(function ZoneNode({ data: { name, width, scale } }: NodeProps<ZoneNodeType>) {
  return (
    <div className="zone" style={{ width, fontSize: 12 * scale }}>
      <span>{name}</span>
    </div>
  );
});

export type RegistryNodeType = Node<{ readonly actor: string; readonly width: number; readonly height: number }, 'registry'>;

/** Where images come from. */
export const RegistryNode = memo(function RegistryNode({ data: { actor, width, height } }: NodeProps<RegistryNodeType>) {
  const { t } = useTexts('stage');
  const selected = useSelected(actor);
  return (
    <div className={`registry ${selected ? 'is-selected' : ''}`} style={{ width, height }}>
      <b className="mono">registry</b>
      <span>{t('imageRegistry')}</span>
    </div>
  );
});

export type NetworkNodeType = Node<{ readonly width: number }, 'network'>;

export const NetworkNode = memo(function NetworkNode({ data: { width } }: NodeProps<NetworkNodeType>) {
  return <div className="network" style={{ width }} />;
});

export type WaitingNodeType = Node<{ readonly width: number; readonly height: number }, 'waiting'>;

/** Pods that no node has yet. */
export const WaitingNode = memo(function WaitingNode({ data: { width, height } }: NodeProps<WaitingNodeType>) {
  const { t } = useTexts('stage');
  const { grabPod } = useHands();
  const some = useStore(glass().world.podsByNode.cell(''), (keys) => keys.length > 0);
  return (
    <div className={`waiting ${some ? 'waiting--some' : ''}`} style={{ width, height }}>
      {some && <span className="waiting__title">{t('waiting')}</span>}
      <PodField node="" width={width - 130} height={height - 8} lost={false} onGrab={grabPod} />
    </div>
  );
});
