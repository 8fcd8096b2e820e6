import { useStoreApi } from '@xyflow/react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { glass } from '../../store/index.ts';
import type { Routes } from '../geometry/route.ts';
import { TokenCard } from './TokenCard.tsx';
import { TokenPainter, type DrawnToken } from './TokenPainter.ts';

/** Reach of the pointer, in pixels of the screen. */
const REACH = 14;

interface Caught {
  readonly token: DrawnToken;
  /** On the screen, from the corner of the stage. */
  readonly x: number;
  readonly y: number;
}

/** All messages, on one canvas over the graph. A token under the pointer stops and says what it is. */
export function TokenLayer({ routes }: { readonly routes: Routes }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<TokenPainter | null>(null);
  const [caught, setCaught] = useState<Caught | null>(null);
  const flow = useStoreApi();
  const theme = useStore(glass().settings, (settings) => settings.theme);
  const motion = useStore(glass().settings, (settings) => settings.motion);
  const heartbeats = useStore(glass().settings, (settings) => settings.heartbeats);

  useEffect(() => {
    const element = canvas.current!;
    const own = new TokenPainter(element, routes);
    painter.current = own;
    const stopTaking = glass().messages.subscribe((messages, rates) => own.take(messages, rates, glass().playback.getState().nowUs, performance.now()));
    const stopSizing = fitToParent(element);
    let frame = requestAnimationFrame(function draw(nowMs) {
      const [x, y, zoom] = flow.getState().transform;
      own.draw({ x, y, zoom }, nowMs);
      frame = requestAnimationFrame(draw);
    });
    return () => {
      cancelAnimationFrame(frame);
      stopTaking();
      stopSizing();
      painter.current = null;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- new routes are handed over below; the painter stays
  }, [flow]);

  useEffect(() => painter.current?.useRoutes(routes), [routes]);
  useEffect(() => {
    // The theme's colours are on the page after its own effect has run.
    const frame = requestAnimationFrame(() => painter.current?.useTheme());
    return () => cancelAnimationFrame(frame);
  }, [theme]);
  useEffect(() => {
    const query = matchMedia('(prefers-reduced-motion: reduce)');
    const apply = (): void => {
      if (painter.current) painter.current.still = motion === 'reduced' || query.matches;
    };
    apply();
    query.addEventListener('change', apply);
    return () => query.removeEventListener('change', apply);
  }, [motion]);
  useEffect(() => {
    if (painter.current) painter.current.heartbeats = heartbeats;
  }, [heartbeats]);
  useCatching(canvas, painter, setCaught, () => flow.getState().transform);

  return (
    <>
      <canvas ref={canvas} className="tokens" aria-hidden="true" />
      {caught && <TokenCard message={caught.token.message} x={caught.x} y={caught.y} />}
    </>
  );
}

function fitToParent(canvas: HTMLCanvasElement): () => void {
  const observer = new ResizeObserver(([entry]) => {
    const { width, height } = entry!.contentRect;
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(height * devicePixelRatio);
  });
  observer.observe(canvas.parentElement!);
  return () => observer.disconnect();
}

/** Stops the token that a moving pointer meets; it goes on when the pointer leaves it. A click looks at what it is about. */
function useCatching(
  canvas: { readonly current: HTMLCanvasElement | null },
  painter: { readonly current: TokenPainter | null },
  setCaught: (caught: Caught | null) => void,
  transform: () => readonly [number, number, number],
): void {
  useEffect(() => {
    const stage = canvas.current!.parentElement!;
    const move = (event: PointerEvent): void => {
      const own = painter.current;
      if (!own || event.pointerType === 'touch' || event.buttons !== 0) return;
      const [x, y, zoom] = transform();
      const rect = stage.getBoundingClientRect();
      const found = own.near({ x: (event.clientX - rect.left - x) / zoom, y: (event.clientY - rect.top - y) / zoom }, REACH / zoom);
      if (found?.message.id === own.caught?.message.id) return;
      own.caught = found ?? null;
      setCaught(found ? { token: found, x: found.at.x * zoom + x, y: found.at.y * zoom + y } : null);
    };
    const click = (event: MouseEvent): void => {
      const message = painter.current?.caught?.message;
      if (!message) return;
      event.stopPropagation();
      const { about, to } = message;
      glass().selection.getState().select(glass().world.object(about) ? { kind: 'object', key: about } : { kind: 'actor', key: to });
    };
    const release = (): void => {
      if (painter.current?.caught) painter.current.caught = null;
      setCaught(null);
    };
    const escape = (event: KeyboardEvent): void => void (event.key === 'Escape' && release());
    stage.addEventListener('pointermove', move);
    stage.addEventListener('pointerleave', release);
    window.addEventListener('blur', release);
    window.addEventListener('keydown', escape);
    stage.addEventListener('click', click, true);
    return () => {
      stage.removeEventListener('pointermove', move);
      stage.removeEventListener('pointerleave', release);
      window.removeEventListener('blur', release);
      window.removeEventListener('keydown', escape);
      stage.removeEventListener('click', click, true);
    };
  }, [canvas, painter, setCaught, transform]);
}
