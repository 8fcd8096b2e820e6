import { ReactFlow, ReactFlowProvider, useNodesState, useReactFlow, type Node, type OnNodeDrag } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useCallback, useEffect, useMemo, useRef, useState, type MouseEvent } from 'react';
import { useTexts } from '../i18n/index.ts';
import { glass, splitObjectKey } from '../store/index.ts';
import { MenuAt } from '../ui/index.ts';
import { edgeTypes, graphOf, nodeTypes } from './graph.ts';
import { fault, inspect, isPowered } from './hands/actions.ts';
import { HandsContext } from './hands/hands-context.ts';
import { menuItems } from './hands/menu-items.ts';
import { PodGhost } from './hands/PodGhost.tsx';
import { targetAt } from './hands/targets.ts';
import { Tray } from './hands/Tray.tsx';
import { useContextMenu } from './hands/useContextMenu.ts';
import { useKeys } from './hands/useKeys.ts';
import { usePodDrag } from './hands/usePodDrag.ts';
import { TokenLayer } from './tokens/TokenLayer.tsx';
import { useFit } from './useFit.ts';
import { usePlan, type Room, type StagePlan } from './useLayout.ts';
import { ViewButtons } from './ViewButtons.tsx';
import './stage.css';
import './cards.css';
import './bay.css';

/** The machine behind glass. */
export function Stage() {
  const { t } = useTexts('stage');
  const section = useRef<HTMLElement>(null);
  const plan = usePlan(useRoom(section));
  return (
    <section ref={section} id="stage" className="stage" aria-label={t('stage')} tabIndex={-1}>
      {plan && (
        <ReactFlowProvider>
          <Graph plan={plan} />
        </ReactFlowProvider>
      )}
    </section>
  );
}

/** Narrow is what has no room for two bays side by side, short what has none for a bay of full height. */
function useRoom(section: { readonly current: HTMLElement | null }): Room {
  const [room, setRoom] = useState<Room>(() => ({ narrow: window.innerWidth < 640, short: false }));
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect;
      const [narrow, short] = [width < 560, height < 540];
      setRoom((before) => (before.narrow === narrow && before.short === short ? before : { narrow, short }));
    });
    observer.observe(section.current!);
    return () => observer.disconnect();
  }, [section]);
  return room;
}

function Graph({ plan: { layout, routes } }: { readonly plan: StagePlan }) {
  const { t } = useTexts('stage');
  const graph = useMemo(() => graphOf(layout), [layout]);
  const [nodes, setNodes, onNodesChange] = useNodesState<Node>(graph.nodes);
  useEffect(() => setNodes(graph.nodes), [graph, setNodes]);
  const fit = useFit(layout);
  const { menu, close, handlers } = useContextMenu();
  const onKeyDown = useKeys();
  const { inHand, grabPod } = usePodDrag();
  const hands = useMemo(() => ({ grabPod }), [grabPod]);
  const items = menu ? menuItems(menu.target, t) : [];
  const drag = useNodeDrag(graph.nodes, setNodes);
  return (
    <HandsContext value={hands}>
      <div className="stage__graph" onKeyDown={onKeyDown} onClick={select} onDoubleClick={lookInside} {...handlers}>
        <ReactFlow
          nodes={nodes}
          edges={graph.edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={onNodesChange}
          onNodeDragStart={drag.start}
          onNodeDrag={drag.move}
          onNodeDragStop={drag.stop}
          onMoveStart={fit.onMoveStart}
          nodeDragThreshold={5}
          nodesConnectable={false}
          elementsSelectable={false}
          nodesFocusable
          edgesFocusable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionKeyCode={null}
          multiSelectionKeyCode={null}
          zoomOnDoubleClick={false}
          minZoom={0.2}
          maxZoom={2.5}
          autoPanOnNodeDrag={false}
          attributionPosition="bottom-left"
        />
        <TokenLayer routes={routes} />
        <ViewButtons onFit={fit.fitNow} />
        <Tray ref={drag.tray} open={drag.dragging !== null} over={drag.over} />
        {inHand && <PodGhost {...inHand} />}
        <MenuAt at={menu} items={items} label={menu ? nameOf(menu.target.key) : ''} onClose={close} />
      </div>
    </HandsContext>
  );
}

const nameOf = (key: string): string => splitObjectKey(key).name;

function select(event: MouseEvent): void {
  const found = targetAt(event.target);
  if (found) glass().selection.getState().select(found.target);
}

function lookInside(event: MouseEvent): void {
  const found = targetAt(event.target);
  if (found) inspect(found.target);
}

/** Put down further away than this, a machine was meant to go somewhere. */
const FAR = 120;

/** Dragging a machine off the rack: the tray opens; in it the plug is pulled; anywhere else the machine goes back. */
function useNodeDrag(home: readonly Node[], setNodes: (change: (nodes: Node[]) => Node[]) => void) {
  const tray = useRef<HTMLElement>(null);
  const [dragging, setDragging] = useState<string | null>(null);
  const [over, setOver] = useState(false);
  const { getNode } = useReactFlow();
  const start: OnNodeDrag = useCallback((_, node) => setDragging(node.id), []);
  const move: OnNodeDrag = useCallback((event) => setOver(isOver(tray.current, event)), []);
  const stop: OnNodeDrag = useCallback(
    (event, node) => {
      const inTray = isOver(tray.current, event);
      setDragging(null);
      setOver(false);
      const place = home.find(({ id }) => id === node.id)?.position;
      if (place) setNodes((nodes) => nodes.map((other) => (other.id === node.id ? { ...other, position: place, className: 'is-returning' } : other)));
      const machine = machineName(getNode(node.id) ?? node);
      if (inTray && isPowered(machine)) fault('power-off', machine);
      else if (!inTray && !isPowered(machine)) fault('power-on', machine);
      else if (!inTray && place && Math.hypot(node.position.x - place.x, node.position.y - place.y) > FAR) glass().tell({ tone: 'info', key: 'wrong-target', params: { what: machine } });
    },
    [home, setNodes, getNode],
  );
  return { tray, dragging, over, start, move, stop };
}

const machineName = (node: Node): string => String(node.data['name'] ?? node.data['actor']);

function isOver(tray: HTMLElement | null, event: { readonly clientX?: number; readonly clientY?: number } | globalThis.MouseEvent | TouchEvent | React.MouseEvent): boolean {
  const rect = tray?.getBoundingClientRect();
  const point = 'changedTouches' in event ? event.changedTouches[0] : (event as globalThis.MouseEvent);
  if (!rect || !point) return false;
  return point.clientX >= rect.left - 24 && point.clientX <= rect.right + 24 && point.clientY >= rect.top - 24;
}
