import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { glass } from '../store/index.ts';
import { Density, LANES } from './density.ts';

const BUCKET_PX = 3;
/** Redrawing is cheap but not free; a picture of minutes need not move sixty times a second. */
const REDRAW_MS = 120;

/** How busy each lane was, drawn on one canvas. */
export function Lanes({ fromUs, toUs }: { readonly fromUs: number; readonly toUs: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useStore(glass().settings, (state) => state.theme);
  const wanted = useRef({ fromUs, toUs });
  useEffect(() => {
    wanted.current = { fromUs, toUs };
  });
  useEffect(() => {
    const draw = (): void => paint(canvas.current!, wanted.current.fromUs, wanted.current.toUs);
    const timer = setInterval(draw, REDRAW_MS);
    draw();
    return () => clearInterval(timer);
  }, [theme]);
  return <canvas ref={canvas} className="timeline__lanes" aria-hidden="true" />;
}

const drawn = new WeakMap<HTMLCanvasElement, string>();

function paint(canvas: HTMLCanvasElement, fromUs: number, toUs: number): void {
  const { clientWidth: width, clientHeight: height } = canvas;
  const scale = devicePixelRatio;
  const ink = getComputedStyle(canvas);
  const state = `${fromUs}/${toUs}/${width}/${height}/${scale}/${ink.color}`;
  if (width === 0 || drawn.get(canvas) === state) return;
  drawn.set(canvas, state);
  canvas.width = width * scale;
  canvas.height = height * scale;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.scale(scale, scale);
  const density = measure(fromUs, toUs, Math.max(1, Math.floor(width / BUCKET_PX)));
  LANES.forEach((lane, row) => {
    context.fillStyle = ink.getPropertyValue(`--lane-${lane}`);
    paintLane(context, density.counts[lane], (row * height) / LANES.length, height / LANES.length);
  });
}

function measure(fromUs: number, toUs: number, buckets: number): Density {
  const density = new Density(fromUs, toUs, buckets);
  density.addChanges(glass().world.between(fromUs - 1, toUs));
  density.addMarks(glass().marks.between(fromUs - 1, toUs));
  return density;
}

/** Taller means busier, by the logarithm: one change is to be seen beside a thousand. */
function paintLane(context: CanvasRenderingContext2D, counts: Uint32Array, top: number, height: number): void {
  const most = height - 4;
  counts.forEach((count, bucket) => {
    if (count === 0) return;
    const bar = Math.min(most, 4 + Math.log2(count + 1) * 1.6);
    context.fillRect(bucket * BUCKET_PX, top + (height - bar) / 2, BUCKET_PX - 1, bar);
  });
}
