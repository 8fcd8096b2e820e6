import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useStore } from 'zustand';
import { useTexts } from '../../i18n/index.ts';
import { glass } from '../../store/index.ts';
import { Glyph } from '../../ui/index.ts';
import { daemons } from '../geometry/route.ts';
import { useHands } from '../hands/hands-context.ts';
import { isLost, nodeView, type NodeView } from '../node-view.ts';
import { Bars } from './Bars.tsx';
import { Chip } from './Chip.tsx';
import { LeaseRing } from './LeaseRing.tsx';
import { PodField } from './PodField.tsx';

export type BayNodeType = Node<{ readonly name: string; readonly width: number; readonly height: number }, 'bay'>;

const INSET = 14;
/** Above the pods: head, chips and bars. Bays too low for bars go without. */
const LOW = 200;

/** A machine on the rack. */
export const BayNode = memo(function BayNode({ data: { name, width, height }, dragging }: NodeProps<BayNodeType>) {
  const { world } = glass();
  const machine = useStore(world.cell('machines', name));
  const record = useStore(world.cell('objects', `nodes/${name}`));
  const selected = useStore(glass().selection, ({ selected: target }) => target?.key === `nodes/${name}`);
  const { grabPod } = useHands();
  const view = nodeView(record);
  const off = machine?.powered === false;
  const low = height < LOW;
  const top = low ? 90 : 134;
  const classes = ['bay', width < 230 ? 'bay--small' : '', `tone--${view.tone}`, off ? 'bay--off' : '', isLost(machine, view) ? 'bay--lost' : '', dragging ? 'bay--lifted' : '', selected ? 'is-selected' : '', view.cordoned ? 'bay--cordoned' : ''];
  return (
    <div className={classes.filter(Boolean).join(' ')} style={{ width, height }}>
      <BayHead name={name} view={view} off={off} />
      <div className="bay__chips">
        {daemons.map((component) => (
          <Chip key={component} machine={name} component={component} />
        ))}
      </div>
      {!low && <Bars node={name} />}
      <div className="bay__pods" style={{ left: INSET, top }}>
        <PodField node={name} width={width - 2 * INSET} height={height - top - 12} lost={isLost(machine, view)} onGrab={grabPod} />
      </div>
      <Handle type="target" position={Position.Top} isConnectable={false} />
    </div>
  );
});

function BayHead({ name, view, off }: { readonly name: string; readonly view: NodeView; readonly off: boolean }) {
  const { t } = useTexts('stage');
  const words = { Ready: t('ready'), NotReady: t('notReady'), Unknown: t('unknown'), joining: off ? t('noNode') : t('booting') };
  return (
    <div className="bay__head">
      <div className="bay__title">
        <b className="bay__name mono">{name}</b>
        <span className="dot">
          <Glyph tone={view.tone} />
          {words[view.status]}
        </span>
      </div>
      <div className="bay__state">
        {view.cordoned && <span className="bay__mark">{t('cordoned')}</span>}
        {view.pressures.map((pressure) => (
          <span key={pressure} className="bay__mark">
            {pressure}
          </span>
        ))}
        {view.taints.map(({ key, effects }) => (
          <span key={key} className="bay__mark mono" title={`${key}:${effects}`}>
            {key.slice(key.lastIndexOf('/') + 1)}:{effects}
          </span>
        ))}
      </div>
      <LeaseRing node={name} />
    </div>
  );
}
