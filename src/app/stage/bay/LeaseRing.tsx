import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useTexts } from '../../i18n/index.ts';
import { glass, instantOf, viewUs } from '../../store/index.ts';

/** After this long without a Lease the node lifecycle controller gives a node up. */
const GRACE_US = 50_000_000;
/** Renewed every 10 s: later than this is late. */
const LATE_US = 14_000_000;
/** Finer steps than this cannot be seen. */
const STEP_US = 500_000;
const ROUND = 2 * Math.PI * 10;

/** How old a node's Lease is: a ring that is full when the grace period is over. Drawn past React, since it moves with every frame. */
export function LeaseRing({ node }: { readonly node: string }) {
  const { t } = useTexts('stage');
  const lease = useStore(glass().world.cell('objects', `leases/kube-node-lease/${node}`));
  const ring = useRef<SVGSVGElement>(null);
  const renewedUs = instantOf(lease?.object['spec']?.renewTime);
  useEffect(() => {
    let drawn = Infinity;
    let said = Infinity;
    const draw = (): void => {
      const ageUs = viewUs(glass().playback.getState()) - renewedUs;
      const [step, seconds] = Number.isNaN(ageUs) ? [-1, -1] : [Math.round(ageUs / STEP_US), Math.floor(ageUs / 1_000_000)];
      if (step === drawn || !ring.current) return;
      drawn = step;
      paint(ring.current, ageUs);
      if (seconds === said) return;
      said = seconds;
      say(ring.current, ageUs, t);
    };
    draw();
    return glass().playback.subscribe(draw);
  }, [renewedUs, t]);
  return (
    <svg ref={ring} className="lease-ring" viewBox="0 0 26 26" role="img" aria-label={t('lease.none')}>
      <circle className="lease-ring__track" cx="13" cy="13" r="10" />
      <circle className="lease-ring__age" cx="13" cy="13" r="10" strokeDasharray={`0 ${ROUND}`} />
      <text className="lease-ring__text" x="13" y="16.5" />
    </svg>
  );
}

type Translate = ReturnType<typeof useTexts<'stage'>>['t'];

function paint(svg: SVGSVGElement, ageUs: number): void {
  const share = Number.isNaN(ageUs) ? 0 : Math.min(1, Math.max(0, ageUs / GRACE_US));
  svg.dataset['state'] = Number.isNaN(ageUs) ? 'none' : ageUs >= GRACE_US ? 'expired' : ageUs > LATE_US ? 'late' : 'fresh';
  svg.children[1]!.setAttribute('stroke-dasharray', `${share * ROUND} ${ROUND}`);
}

function say(svg: SVGSVGElement, ageUs: number, t: Translate): void {
  const seconds = Math.max(0, Math.floor(ageUs / 1_000_000));
  svg.children[2]!.textContent = Number.isNaN(ageUs) ? '–' : seconds > 99 ? '!' : String(seconds);
  svg.setAttribute('aria-label', labelOf(ageUs, seconds, t));
}

function labelOf(ageUs: number, seconds: number, t: Translate): string {
  if (Number.isNaN(ageUs)) return t('lease.none');
  if (ageUs >= GRACE_US) return t('lease.expired', { seconds });
  return ageUs > LATE_US ? t('lease.missed', { seconds }) : t('lease.fresh', { seconds });
}
