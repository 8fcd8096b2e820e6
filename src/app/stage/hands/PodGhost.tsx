import { useTexts } from '../../i18n/index.ts';
import { splitObjectKey } from '../../store/index.ts';
import type { PodInHand } from './usePodDrag.ts';

/** The pod in the hand, and what letting go would do. */
export function PodGhost({ podKey, x, y, out }: PodInHand) {
  const { t } = useTexts('stage');
  const { name } = splitObjectKey(podKey);
  return (
    <div className={`pod-ghost ${out ? 'pod-ghost--out' : ''}`} style={{ transform: `translate(${x + 10}px, ${y + 10}px)` }}>
      <b className="mono">{name}</b>
      <span>{out ? t('pod.deleteHint', { name }) : t('pod.backHint')}</span>
    </div>
  );
}
