import { useRef, useState, type PointerEvent, type Ref } from 'react';
import { useStore } from 'zustand';
import { useTexts } from '../../i18n/index.ts';
import { glass } from '../../store/index.ts';
import { Button, Icon } from '../../ui/index.ts';
import { LeaseRing } from '../bay/LeaseRing.tsx';
import { compareNames } from '../geometry/layout.ts';
import { fault } from './actions.ts';
import { targetAttribute } from './targets.ts';

export interface TrayProps {
  /** A node is in somebody's hand. */
  readonly open: boolean;
  /** That node is over the tray. */
  readonly over: boolean;
  readonly ref: Ref<HTMLElement>;
}

/** Where machines lie whose plug was pulled. It is there while a node is dragged, and as long as one lies in it. */
export function Tray({ open, over, ref }: TrayProps) {
  const { t } = useTexts('stage');
  const off = usePoweredOff();
  if (!open && off.length === 0) return null;
  return (
    <section ref={ref} className={`tray ${open ? 'tray--open' : ''} ${over ? 'tray--over' : ''}`} aria-label={t('tray')}>
      <div className="tray__words">
        <b>{t('tray')}</b>
        <span>{open ? t('trayHint') : t('trayBack')}</span>
      </div>
      {off.map((name) => (
        <TrayNode key={name} name={name} />
      ))}
    </section>
  );
}

/** Names of the machines without power, as one text so that it is equal when they are. */
function usePoweredOff(): readonly string[] {
  const { world } = glass();
  const workers = useStore(world.machinesByRole.cell('worker'));
  const controls = useStore(world.machinesByRole.cell('control-plane'));
  const off = useStore(world.poweredOff.cell(''));
  return off.filter((name) => workers.includes(name) || controls.includes(name)).toSorted(compareNames);
}

/** A machine in the tray: drag it back to the rack, or press P. */
function TrayNode({ name }: { readonly name: string }) {
  const { t } = useTexts('stage');
  const [offset, setOffset] = useState<{ readonly x: number; readonly y: number } | null>(null);
  const from = useRef<{ readonly x: number; readonly y: number } | null>(null);
  const grab = (event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0 || (event.target as Element).closest('button')) return;
    from.current = { x: event.clientX, y: event.clientY };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent<HTMLElement>): void => {
    if (from.current) setOffset({ x: event.clientX - from.current.x, y: event.clientY - from.current.y });
  };
  const release = (event: PointerEvent<HTMLElement>): void => {
    const tray = event.currentTarget.closest('.tray')?.getBoundingClientRect();
    const grabbed = from.current !== null;
    from.current = null;
    setOffset(null);
    if (grabbed && tray && (event.clientY < tray.top - 8 || event.clientX < tray.left - 8 || event.clientX > tray.right + 8)) fault('power-on', name);
  };
  return (
    <div
      className={`tray__node ${offset ? 'tray__node--held' : ''}`}
      role="group"
      aria-label={t('poweredOff', { name })}
      tabIndex={0}
      style={offset ? { transform: `translate(${offset.x}px, ${offset.y}px) rotate(-2deg)` } : undefined}
      onPointerDown={grab}
      onPointerMove={move}
      onPointerUp={release}
      onPointerCancel={() => ((from.current = null), setOffset(null))}
      {...targetAttribute({ kind: 'object', key: `nodes/${name}` })}
    >
      <LeaseRing node={name} />
      <b className="mono">{name}</b>
      <Button className="tray__power" onClick={() => fault('power-on', name)}>
        <Icon name="power" size={14} />
        {t('powerOn')}
      </Button>
    </div>
  );
}
