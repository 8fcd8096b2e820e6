import type { Node, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useStore } from 'zustand';
import { useTexts } from '../../i18n/index.ts';
import { glass, viewUs } from '../../store/index.ts';
import { LeaseRing } from '../bay/LeaseRing.tsx';
import { Chip } from '../bay/Chip.tsx';
import { daemons } from '../geometry/route.ts';
import { isLost, nodeView } from '../node-view.ts';
import { Card } from './Card.tsx';
import type { ControllerManagerInspection, EtcdInspection, SchedulerInspection } from './inspections.ts';
import { useActor } from './useActor.ts';

export type CardNodeType = Node<{ readonly actor: string; readonly width: number; readonly height: number; readonly narrow: boolean; readonly scale: number }>;
type Props = NodeProps<CardNodeType>;

export const SchedulerCard = memo(function SchedulerCard({ data: { actor, width, height, narrow, scale } }: Props) {
  const { t } = useTexts('stage');
  const { state, inspection } = useActor<SchedulerInspection>(actor);
  const { active = 0, backoff = 0, unschedulable = 0, current = '', leader } = inspection ?? {};
  return (
    <Card target={{ kind: 'actor', key: actor }} title={narrow ? 'scheduler' : 'kube-scheduler'} state={state} width={width} height={height} scale={scale} aside={!narrow && <Leader leader={leader} />}>
      <p className="card__line">
        <Count name={t('queueActive')} value={active} />
        <Count name={t('queueBackoff')} value={backoff} />
        {!narrow && <Count name={t('queueUnschedulable')} value={unschedulable} tone={unschedulable > 0 ? 'wait' : undefined} />}
      </p>
      {!narrow && <p className="card__line card__line--accent mono">{current === '' ? '' : `▸ ${current.slice(current.indexOf('/') + 1)}`}</p>}
    </Card>
  );
});

function Count({ name, value, tone }: { readonly name: string; readonly value: number; readonly tone?: 'wait' | undefined }) {
  return (
    <span className={`count ${tone === undefined ? '' : `tone--${tone} count--toned`}`}>
      {name} <b>{value}</b>
    </span>
  );
}

function Leader({ leader }: { readonly leader: boolean | undefined }) {
  const { t } = useTexts('stage');
  if (leader === undefined) return null;
  return <span className="card__aside">{leader ? `♛ ${t('leader')}` : t('standby')}</span>;
}

/** The controllers whose work is seen on the stage, with the short names of their chips. */
const shownControllers: readonly (readonly [string, string])[] = [
  ['deployment', 'deploy'],
  ['replicaset', 'rs'],
  ['nodelifecycle', 'node'],
  ['tainteviction', 'taint'],
  ['endpointslice', 'endpoints'],
];

export const ControllerManagerCard = memo(function ControllerManagerCard({ data: { actor, width, height, narrow, scale } }: Props) {
  const { state, inspection } = useActor<ControllerManagerInspection>(actor);
  const controllers = inspection?.controllers ?? [];
  return (
    <Card target={{ kind: 'actor', key: actor }} title={narrow ? 'controllers' : 'kube-controller-manager'} state={state} width={width} height={height} scale={scale} aside={null}>
      <p className="card__line card__line--wrap">
        {shownControllers.slice(0, narrow ? 2 : 5).map(([name, short]) => {
          const found = controllers.find((controller) => controller.name.replace(/[^a-z]/gi, '').toLowerCase().startsWith(name));
          const busy = (found?.active?.length ?? 0) > 0 || (found?.queued ?? 0) > 0;
          return (
            <span key={name} className={`controller ${busy ? 'controller--busy' : ''}`} title={found?.name ?? name}>
              {short}
              <i key={found?.syncs ?? 0} className="controller__pulse" />
            </span>
          );
        })}
      </p>
    </Card>
  );
});

export const EtcdCard = memo(function EtcdCard({ data: { actor, width, height, narrow, scale } }: Props) {
  const { t } = useTexts('stage');
  const { state, inspection } = useActor<EtcdInspection>(actor);
  const revision = useStore(glass().playback, (playback) => playback.revision);
  return (
    <Card target={{ kind: 'actor', key: actor }} title="etcd" state={state} width={width} height={height} scale={scale} className="card--store" aside={!narrow && <span className="card__aside">♛ {t('leader')}</span>}>
      <p className="card__line">
        {narrow ? 'rev' : t('revisionWord')} <b className="mono">{inspection?.revision ?? revision}</b>
      </p>
      {!narrow && <p className="card__line">{t('keys', { count: inspection?.keys ?? 0 })}</p>}
    </Card>
  );
});

/** How long the last command stays on the card. */
const RECENT_US = 60_000_000;

export const KubectlCard = memo(function KubectlCard({ data: { actor, width, height, narrow, scale } }: Props) {
  const { t } = useTexts('stage');
  const lastCommand = useStore(glass().playback, (playback) => {
    const nowUs = viewUs(playback);
    const mark = glass().marks.lastBefore(nowUs, ({ kind }) => kind === 'command' || kind === 'fault', 400);
    return mark && nowUs - mark.atUs < RECENT_US ? `${mark.method} ${mark.kind === 'fault' ? mark.about : ''}`.trim() : '';
  });
  return (
    <Card target={{ kind: 'actor', key: actor }} title={t('you')} width={width} height={height} scale={scale} className="card--you" aside={!narrow && <span className="card__aside">kubectl</span>}>
      <p className="card__line mono">{lastCommand === '' ? t('ownTerminal') : lastCommand}</p>
    </Card>
  );
});

/** The machine that the control plane runs on, as the node that it is. */
export const MachineCard = memo(function MachineCard({ data: { actor: name, width, height, narrow, scale } }: Props) {
  const { t } = useTexts('stage');
  const { world } = glass();
  const machine = useStore(world.cell('machines', name));
  const record = useStore(world.cell('objects', `nodes/${name}`));
  const pods = useStore(world.podsByNode.cell(name));
  const view = nodeView(record);
  return (
    <div className={machine?.powered === false ? 'card__off' : ''}>
      <Card target={{ kind: 'object', key: `nodes/${name}` }} title={name} width={width} height={height} scale={scale} className={isLost(machine, view) ? 'card--lost' : ''} aside={<LeaseRing node={name} />}>
        {narrow ? (
          <p className="card__line">{t('pods', { count: pods.length })}</p>
        ) : (
          <div className="card__chips">
            {daemons.map((component) => (
              <Chip key={component} machine={name} component={component} />
            ))}
          </div>
        )}
      </Card>
    </div>
  );
});
