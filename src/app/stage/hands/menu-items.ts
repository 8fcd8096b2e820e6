import type { useTexts } from '../../i18n/index.ts';
import { glass, splitObjectKey, type Target } from '../../store/index.ts';
import type { MenuItem } from '../../ui/index.ts';
import { placeOf } from '../geometry/route.ts';
import { podView } from '../pod-view.ts';
import { deleteObject, fault, inspect, isPowered, kubectl, machineOf, togglePower } from './actions.ts';

type Translate = ReturnType<typeof useTexts<'stage'>>['t'];

/** Everything that can be done to what was pointed at; every gesture has its line here. */
export function menuItems(target: Target, t: Translate): readonly MenuItem[] {
  const head: MenuItem[] = [
    { kind: 'label', id: 'name', label: target.kind === 'actor' ? target.key : splitObjectKey(target.key).name },
    { id: 'inspect', label: t('menu.inspect'), shortcut: 'Enter', onSelect: () => inspect(target) },
  ];
  if (target.kind === 'actor') return [...head, ...processItems(target.key, t)];
  const machine = machineOf(target);
  if (machine !== undefined) return [...head, ...nodeItems(machine, t)];
  return [...head, ...objectItems(target.key, t)];
}

function processItems(id: string, t: Translate): MenuItem[] {
  const actor = glass().world.get('actors', id);
  const name = placeOf(id).component;
  if (!actor || name === 'kubectl' || name === 'registry') return [];
  const { state } = actor;
  const items: MenuItem[] = [{ kind: 'separator', id: 'faults' }];
  if (state === 'running') items.push({ id: 'freeze', label: t('menu.freeze', { name }), onSelect: () => fault('freeze', id) });
  if (state === 'frozen') items.push({ id: 'thaw', label: t('menu.thaw', { name }), onSelect: () => fault('thaw', id) });
  if (state === 'stopped') items.push({ id: 'start', label: t('menu.start', { name }), onSelect: () => fault('start', id) });
  else {
    items.push({ id: 'crash', label: t('menu.crash', { name }), danger: true, onSelect: () => fault('crash', id) });
    items.push({ id: 'restart', label: t('menu.restart', { name }), onSelect: () => fault('restart', id) });
    items.push({ id: 'stop', label: t('menu.stop', { name }), danger: true, onSelect: () => fault('stop', id) });
  }
  return items;
}

function nodeItems(machine: string, t: Translate): MenuItem[] {
  const powered = isPowered(machine);
  const node = glass().world.object(`nodes/${machine}`);
  const cordoned = node?.object['spec']?.unschedulable === true;
  const faults = [...glass().world.tables.links.values()].filter(({ a, b }) => [a, b].some((end) => placeName(end) === machine));
  const items: MenuItem[] = [
    { kind: 'separator', id: 'power' },
    { id: 'toggle', label: powered ? t('powerOff') : t('powerOn'), shortcut: 'P', danger: powered, onSelect: () => togglePower(machine) },
    { id: 'cut', label: t('menu.cut'), danger: true, onSelect: () => fault('cut', machine, { peer: 'kube-apiserver' }) },
    { id: 'slow', label: t('menu.slow'), onSelect: () => fault('slow', machine, { peer: 'kube-apiserver', extraMs: 500 }) },
  ];
  if (faults.length > 0) items.push({ id: 'heal', label: t('menu.heal'), onSelect: () => fault('heal', machine, { peer: 'kube-apiserver' }) });
  if (!node) return items;
  return [
    ...items,
    { kind: 'separator', id: 'kubectl' },
    { id: 'cordon', label: cordoned ? t('menu.uncordon') : t('menu.cordon'), onSelect: () => kubectl(`kubectl ${cordoned ? 'uncordon' : 'cordon'} ${machine}`) },
    { id: 'drain', label: t('menu.drain'), onSelect: () => kubectl(`kubectl drain ${machine} --ignore-daemonsets --delete-emptydir-data`) },
  ];
}

const placeName = (end: string): string => (end.includes('/') ? placeOf(end).machine : end);

function objectItems(key: string, t: Translate): MenuItem[] {
  const record = glass().world.object(key);
  if (!record) return [];
  const crashes: MenuItem[] =
    record.resource === 'pods'
      ? podView(record).containers.map(({ name }) => ({
          id: `crash-${name}`,
          label: t('menu.crashContainer', { name }),
          onSelect: () => fault('crash-container', `${key.slice('pods/'.length)}/${name}`),
        }))
      : [];
  return [
    { kind: 'separator', id: 'actions' },
    ...crashes,
    { id: 'delete', label: t('menu.delete'), shortcut: 'Del', danger: true, onSelect: () => deleteObject(key) },
    ...(record.resource === 'pods' ? [{ id: 'now', label: t('menu.deleteNow'), danger: true, onSelect: () => deleteObject(key, true) }] : []),
  ];
}
