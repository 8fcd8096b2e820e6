import type { LinkRate, MessageRecord } from '../../../protocol/index.ts';
import { glass, viewUs } from '../../store/index.ts';
import type { Layout, Point } from '../geometry/layout.ts';
import { pointAlong, STATION_RAIL, type Route, type Routes } from '../geometry/route.ts';
import { Glow } from './glow.ts';
import { letterOf, RADIUS, readPalette, Sprites, type Palette } from './sprites.ts';

/** More than this on the wires at once are told by light alone. */
const MOST_TOKENS = 200;
/** With more than this the ways of single tokens are no longer marked. */
const MOST_TRAILS = 48;
/** What went by between two frames is drawn as a streak this long, and never more than so many. */
const STREAK_MS = 380;
const MOST_STREAKS = 40;

export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** A token where it is drawn, in pixels of the stage. */
export interface DrawnToken {
  readonly message: MessageRecord;
  readonly at: Point;
  readonly route: Route;
  /** How much of the route lies behind it, in [0, 1]. */
  readonly share: number;
}

interface Streak {
  readonly message: MessageRecord;
  readonly route: Route;
  readonly startMs: number;
}

/** The points of a route up to a share of it. */
function partOf(route: Route, share: number): Point[] {
  const distance = share * route.lengths.at(-1)!;
  return [...route.points.filter((_, index) => route.lengths[index]! < distance), pointAlong(route, share)];
}

/** Draws the messages on one canvas over the graph. Owns no clock: it is told to draw. */
export class TokenPainter {
  private readonly canvas: HTMLCanvasElement;
  private readonly context: CanvasRenderingContext2D;
  private readonly glow = new Glow();
  private streaks: Streak[] = [];
  private palette: Palette;
  private sprites: Sprites;
  private spriteScale = 0;
  private routes: Routes;
  private layout: Layout;
  private blank = true;
  drawn: DrawnToken[] = [];
  /** Held where somebody caught it, until they let go. */
  caught: DrawnToken | null = null;
  still = false;
  heartbeats = true;

  constructor(canvas: HTMLCanvasElement, routes: Routes) {
    this.canvas = canvas;
    this.context = canvas.getContext('2d')!;
    this.routes = routes;
    this.layout = routes.layout;
    this.palette = readPalette(canvas);
    this.sprites = new Sprites(this.palette, 1);
  }

  useRoutes(routes: Routes): void {
    this.routes = routes;
    this.layout = routes.layout;
    this.streaks = [];
  }

  useTheme(): void {
    this.palette = readPalette(this.canvas);
    this.spriteScale = 0;
  }

  /** What a frame brought: what has already arrived leaves only light and a streak. */
  take(messages: readonly MessageRecord[], rates: readonly LinkRate[], nowUs: number, nowMs: number): void {
    for (const { from, to, kind, count } of rates) this.glow.add(from, to, kind, count);
    for (const message of messages) {
      if (message.receivedUs > nowUs && message.fate !== 'lost') continue;
      this.glow.add(message.from, message.to, message.kind);
      if (message.kind !== 'heartbeat' && !this.still && this.streaks.length < MOST_STREAKS) this.streak(message, nowMs);
    }
  }

  private streak(message: MessageRecord, startMs: number): void {
    const route = this.routes.between(message.from, message.to);
    if (route) this.streaks.push({ message, route, startMs });
  }

  draw(view: Viewport, nowMs: number): void {
    const tokens = this.tokens();
    const lights = [...this.glow.shining(nowMs)];
    this.streaks = this.streaks.filter(({ startMs }) => nowMs - startMs < STREAK_MS);
    if (tokens.length === 0 && lights.length === 0 && this.streaks.length === 0) return this.wipe();
    this.blank = false;
    const ratio = devicePixelRatio;
    const { context, canvas } = this;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.setTransform(view.zoom * ratio, 0, 0, view.zoom * ratio, view.x * ratio, view.y * ratio);
    this.fitSprites(view.zoom * ratio);
    for (const { from, to, kind, energy } of lights) this.light(from, to, this.palette[kind], energy);
    for (const streak of this.streaks) this.drawStreak(streak, nowMs);
    this.drawn = this.still ? [] : this.place(tokens);
    this.lightStations();
    if (this.drawn.length <= MOST_TRAILS) for (const token of this.drawn) this.drawTrail(token);
    for (const token of this.drawn) this.drawToken(token);
  }

  private wipe(): void {
    this.drawn = [];
    if (this.blank) return;
    this.blank = true;
    this.context.setTransform(1, 0, 0, 1, 0, 0);
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  /** What is under way at the instant that is looked at; a crowd becomes light. */
  private tokens(): readonly MessageRecord[] {
    const state = glass().playback.getState();
    const found = glass().messages.inFlight(viewUs(state)).filter(({ kind }) => this.heartbeats || kind !== 'heartbeat');
    if (this.still) for (const { from, to, kind } of found) this.glow.add(from, to, kind, 0.3);
    if (found.length <= MOST_TOKENS) return found;
    for (const { from, to, kind } of found) this.glow.add(from, to, kind, 0.05);
    return [];
  }

  private place(tokens: readonly MessageRecord[]): DrawnToken[] {
    const nowUs = viewUs(glass().playback.getState());
    const { caught } = this;
    const placed: DrawnToken[] = [];
    for (const message of tokens) {
      if (message.id === caught?.message.id) continue;
      const route = this.routes.between(message.from, message.to);
      if (!route) continue;
      const flightUs = Math.max(1, message.receivedUs - message.sentUs);
      const share = message.fate === 'held' ? 0.5 : (nowUs - message.sentUs) / flightUs;
      placed.push({ message, route, share, at: pointAlong(route, share) });
    }
    if (caught) placed.push(caught);
    return placed;
  }

  /** The station that a request is at shines. */
  private lightStations(): void {
    const { context, layout } = this;
    for (const { message, at } of this.drawn) {
      if (message.kind === 'response' || message.kind === 'watch') continue;
      for (const { x, y } of layout.stationAt.values()) {
        const half = layout.stationWidth / 2;
        if (Math.abs(at.x - x) > half || Math.abs(at.y - y + STATION_RAIL * layout.scale) > 1) continue;
        context.beginPath();
        context.roundRect(x - half, y - 14 * layout.scale, 2 * half, 28 * layout.scale, 14 * layout.scale);
        context.fillStyle = context.strokeStyle = this.palette[message.kind];
        context.globalAlpha = 0.14;
        context.fill();
        context.globalAlpha = 1;
        context.lineWidth = 1.8;
        context.stroke();
      }
    }
  }

  private fitSprites(scale: number): void {
    const rounded = Math.max(0.5, Math.ceil(scale * 2) / 2);
    if (rounded === this.spriteScale) return;
    this.spriteScale = rounded;
    this.sprites = new Sprites(this.palette, rounded);
  }

  private drawToken({ message, at }: DrawnToken): void {
    const { context, sprites } = this;
    const { size } = sprites;
    const isCaught = this.caught?.message.id === message.id;
    context.globalAlpha = message.kind === 'heartbeat' ? 0.55 : 1;
    if (isCaught) {
      context.beginPath();
      context.arc(at.x, at.y, RADIUS + 5, 0, 2 * Math.PI);
      context.lineWidth = 2;
      context.strokeStyle = this.palette[message.kind];
      context.stroke();
    }
    context.drawImage(sprites.get(message.kind, letterOf(message)), at.x - size / 2, at.y - size / 2, size, size);
    context.globalAlpha = 1;
  }

  /** The way of a token: where it goes faintly, where it came from clearly. */
  private drawTrail({ message, route, share }: DrawnToken): void {
    if (message.kind === 'heartbeat') return;
    const colour = this.palette[message.kind];
    this.trace(route.points, colour, 2, 0.16);
    this.trace(partOf(route, share), colour, 2.4, 0.6);
  }

  private light(from: string, to: string, colour: string, energy: number): void {
    const route = this.routes.between(from, to);
    if (!route) return;
    this.trace(route.points, colour, 1.5 + 2.5 * Math.min(1, energy), Math.min(0.75, energy * 0.8));
  }

  /** A bright dash that runs the whole way in a moment. */
  private drawStreak({ message, route, startMs }: Streak, nowMs: number): void {
    const share = (nowMs - startMs) / STREAK_MS;
    const at = pointAlong(route, share);
    const { context, sprites } = this;
    const size = sprites.size * 0.8;
    context.globalAlpha = 0.9 * (1 - share * share);
    context.drawImage(sprites.get(message.kind, letterOf(message)), at.x - size / 2, at.y - size / 2, size, size);
    context.globalAlpha = 1;
  }

  private trace(points: readonly Point[], colour: string, width: number, alpha: number): void {
    const { context } = this;
    context.beginPath();
    for (const [index, { x, y }] of points.entries()) {
      if (index === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    context.globalAlpha = alpha;
    context.lineWidth = width;
    context.lineJoin = 'round';
    context.strokeStyle = colour;
    context.stroke();
    context.globalAlpha = 1;
  }

  /** The token nearest to a point of the stage, within reach. */
  near(point: Point, reach: number): DrawnToken | undefined {
    let best: DrawnToken | undefined;
    let bestDistance = reach;
    for (const token of this.drawn) {
      const distance = Math.hypot(token.at.x - point.x, token.at.y - point.y);
      if (distance < bestDistance) [best, bestDistance] = [token, distance];
    }
    return best;
  }
}
