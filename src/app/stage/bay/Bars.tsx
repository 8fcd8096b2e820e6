import { memo } from 'react';
import { useStore } from 'zustand';
import { useTexts } from '../../i18n/index.ts';
import { glass } from '../../store/index.ts';
import { nodeView } from '../node-view.ts';
import { requestsOf } from '../pod-view.ts';

/** What the pods of a node ask for, inside what it has to give. */
export const Bars = memo(function Bars({ node }: { readonly node: string }) {
  const { t } = useTexts('stage');
  const { world } = glass();
  const keys = useStore(world.podsByNode.cell(node));
  const record = useStore(world.cell('objects', `nodes/${node}`));
  const { cpu, memory } = nodeView(record);
  let asked = { cpu: 0, memory: 0 };
  for (const key of keys) {
    const pod = world.object(key);
    if (!pod || isOver(pod.object['status']?.phase)) continue;
    const requests = requestsOf(pod);
    asked = { cpu: asked.cpu + requests.cpu, memory: asked.memory + requests.memory };
  }
  return (
    <div className="bars">
      <Bar label={t('cpu')} share={cpu > 0 ? asked.cpu / cpu : 0} />
      <Bar label={t('memory')} share={memory > 0 ? asked.memory / memory : 0} />
    </div>
  );
});

const isOver = (phase: unknown): boolean => phase === 'Succeeded' || phase === 'Failed';

function Bar({ label, share }: { readonly label: string; readonly share: number }) {
  const { t } = useTexts('stage');
  const percent = Math.round(share * 100);
  return (
    <div className="bars__row" title={t('requested', { percent })}>
      <span className="bars__label">{label}</span>
      <span className="bars__track">
        <i className="bars__fill" style={{ width: `${Math.min(100, percent)}%` }} />
      </span>
      <span className="bars__value mono">{percent}%</span>
    </div>
  );
}
