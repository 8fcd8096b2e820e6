import { memo, useState, type CSSProperties, type PointerEvent } from 'react';
import { useStore } from 'zustand';
import { formatSpan } from '../../i18n/index.ts';
import type { useTexts } from '../../i18n/index.ts';
import { glass, viewUs } from '../../store/index.ts';
import { Glyph, Sign } from '../../ui/index.ts';
import { targetAttribute } from '../hands/targets.ts';
import { evictionUs, podView, shortName, shortStatus, stripeOf } from '../pod-view.ts';
import type { PodSize } from './slots.ts';

/** Handed down: looking up the language is too dear to be done by every pod. */
export type Translate = ReturnType<typeof useTexts<'stage'>>['t'];

export interface PodButtonProps {
  readonly podKey: string;
  readonly size: PodSize;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** It lives on, as far as the API knows, on a machine nobody hears of. */
  readonly lost: boolean;
  /** No longer in the API: it is only being seen off. */
  readonly gone: boolean;
  /** The first of its bay, where Tab arrives. */
  readonly first: boolean;
  readonly t: Translate;
  readonly onGrab: (event: PointerEvent<HTMLElement>, podKey: string) => void;
}

/** A pod on its node: name, phase by colour and shape, containers, its owner's stripe. */
export const PodButton = memo(function PodButton({ podKey, size, x, y, width, height, lost, gone, first, t, onGrab }: PodButtonProps) {
  const current = useStore(glass().world.cell('objects', podKey));
  const selected = useStore(glass().selection, ({ selected: target }) => target?.key === podKey);
  const record = useLast(current);
  if (!record) return null;
  const view = podView(record);
  const tone = lost && view.tone !== 'bad' ? 'lost' : view.tone;
  const stripe = stripeOf(record);
  const place: CSSProperties = { width, height, left: x, top: y };
  const classes = ['pod', `pod--${size}`, `tone--${tone}`, lost ? 'pod--lost' : '', gone ? 'pod--gone' : '', selected ? 'is-selected' : '', view.tone === 'wait' ? 'pod--waiting' : ''];
  return (
    <span className="pod__place" style={place} {...(gone ? { inert: true, 'aria-hidden': true } : {})}>
      <button
        type="button"
        className={`${classes.filter(Boolean).join(' ')} nodrag nopan`}
        tabIndex={first ? 0 : -1}
        aria-label={view.name}
        aria-description={descriptionOf(view.phase, view.status, view.ready)}
        title={size === 'card' ? undefined : `${view.name} · ${view.status}`}
        onPointerDown={(event) => onGrab(event, podKey)}
        {...targetAttribute({ kind: 'object', key: podKey })}
      >
        {stripe && <i className={`pod__stripe pod__stripe--${stripe.pattern}`} style={{ color: `var(--owner-${stripe.colour})` }} />}
        {size === 'card' && (
          <>
            <b className="pod__name" data-text={shortName(view.name, Math.floor((width - 19) / 6.5))} />
            <span className="pod__status">
              <Glyph tone={tone} className="pod__glyph" />
              <span className="pod__word" title={view.status} data-text={shortStatus(view.status)} />
            </span>
            <span className="pod__foot">
              {view.containers.map((container) => (
                <i key={container.name} className={`pod__container tone--${container.tone}`} />
              ))}
              {view.restarts > 0 && <span className="pod__restarts" title={t('pod.restarts', { count: view.restarts })} data-text={`↻${view.restarts}`} />}
              {lost && <Countdown podKey={podKey} t={t} />}
            </span>
          </>
        )}
        {size === 'tile' && (
          <>
            <Sign tone={tone} />
            <b className="pod__tail" data-text={view.name.slice(-5)} />
          </>
        )}
        {size === 'dot' && <Sign tone={tone} />}
      </button>
    </span>
  );
});

const descriptionOf = (phase: string, status: string, ready: boolean): string =>
  status !== phase ? `${phase}, ${status}` : phase === 'Running' && !ready ? `${phase}, not ready` : phase;

/** A record, or what was last known of it: something that is being seen off still has a face. */
function useLast<T>(current: T | undefined): T | undefined {
  const [last, setLast] = useState(current);
  if (current !== undefined && current !== last) setLast(current);
  return current ?? last;
}

/** How long a pod of a lost node stays before it is evicted. */
function Countdown({ podKey, t }: { readonly podKey: string; readonly t: Translate }) {
  const pod = useStore(glass().world.cell('objects', podKey));
  const nodeName = (pod?.object['spec']?.nodeName as string | undefined) ?? '';
  const node = useStore(glass().world.cell('objects', `nodes/${nodeName}`));
  const atUs = pod && evictionUs(pod, node);
  const seconds = useStore(glass().playback, (state) => (atUs === undefined ? undefined : Math.max(0, Math.ceil((atUs - viewUs(state)) / 1_000_000))));
  if (seconds === undefined) return null;
  const time = formatSpan(seconds * 1_000_000);
  return (
    <span className="pod__countdown" title={t('pod.evictedIn', { time })} data-text={`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`} />
  );
}
