/** Pixels of the stage, before zoom. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect extends Point {
  readonly width: number;
  readonly height: number;
}

/** What a card above the bar stands for: a process, the control plane's own machine, or the person at the keyboard. */
export type CardId = 'control-plane' | 'kube-scheduler' | 'kube-controller-manager' | 'etcd' | 'kubectl';

/** What stations a request passes inside the API server, in their order. */
export const stations = ['authentication', 'authorization', 'admission', 'validation', 'store'] as const;
export type Station = (typeof stations)[number];

/** A wire from the bar to somebody's card or bay. Its points begin at the bar. */
export interface Wire {
  readonly id: string;
  readonly points: readonly Point[];
}

export interface Bay extends Rect {
  readonly name: string;
  readonly zone: string;
}

/** Where everything stands. Depends on the machines alone: nothing moves when pods come and go. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly narrow: boolean;
  /** How much larger the cards and the bar are drawn, so that they can be read over a wide rack. */
  readonly scale: number;
  /** Name of the control plane's machine. */
  readonly controlPlane: string;
  readonly cards: ReadonlyMap<CardId, Rect>;
  readonly bar: Rect;
  /** Middle of each station, on the rail of the bar. */
  readonly stationAt: ReadonlyMap<Station, Point>;
  readonly stationWidth: number;
  readonly zones: readonly { readonly name: string; readonly from: Point; readonly to: number }[];
  readonly bays: ReadonlyMap<string, Bay>;
  readonly wires: ReadonlyMap<string, Wire>;
  /** The line under the rack that leads to what is outside. */
  readonly network: { readonly y: number; readonly from: number; readonly to: number };
  readonly waiting: Rect;
  readonly registry: Rect;
}

export interface LayoutInput {
  readonly workers: readonly { readonly name: string; readonly zone: string }[];
  /** The control plane's machine, and whether it has a kubelet of its own. */
  readonly controlPlane: { readonly name: string; readonly node: boolean };
  readonly narrow: boolean;
  /** Little height, as over an open drawer: bays are low and wide. */
  readonly short?: boolean;
}

/** Compares names as people number them: node-2 before node-10. */
export function compareNames(a: string, b: string): number {
  const [left, right] = [/^(.*?)(\d*)$/.exec(a)!, /^(.*?)(\d*)$/.exec(b)!];
  if (left[1] !== right[1]) return left[1]! < right[1]! ? -1 : 1;
  return Number(left[2]) - Number(right[2]) || (a < b ? -1 : a > b ? 1 : 0);
}

const GUTTER = 24;
const ZONE_LINE = 26;
const LEAST_WIDTH = 1064;
const SHORT_WIDTH = 1320;

interface Measures {
  readonly card: { readonly width: number; readonly height: number };
  readonly barHeight: number;
  readonly wireUp: number;
  readonly wireDown: number;
}

const wide: Measures = { card: { width: 190, height: 88 }, barHeight: 76, wireUp: 34, wireDown: 64 };
const low: Measures = { card: { width: 190, height: 84 }, barHeight: 66, wireUp: 24, wireDown: 44 };
const slim: Measures = { card: { width: 126, height: 58 }, barHeight: 88, wireUp: 22, wireDown: 52 };

const MOST_SCALE = 1.7;

const scaled = ({ card, barHeight, wireUp, wireDown }: Measures, scale: number): Measures => ({
  card: { width: card.width * scale, height: card.height * scale },
  barHeight: barHeight * scale,
  wireUp: wireUp * scale,
  wireDown,
});

export function layoutStage(input: LayoutInput): Layout {
  const short = input.short === true && !input.narrow;
  const rack = input.narrow ? narrowRack(input.workers) : wideRack(input.workers, short);
  const width = input.narrow ? 400 : Math.max(short ? SHORT_WIDTH : LEAST_WIDTH, rack.width);
  const scale = input.narrow || short ? 1 : Math.min(MOST_SCALE, width / LEAST_WIDTH);
  const measures = input.narrow ? slim : short ? low : scaled(wide, scale);
  const cards = input.narrow ? narrowCards(input, measures) : wideCards(input, width, measures);
  const barY = Math.max(...[...cards.values()].map((card) => card.y + card.height)) + measures.wireUp;
  const bar = { x: 0, y: barY, width, height: measures.barHeight };
  const rackY = barY + measures.barHeight + measures.wireDown;
  const dx = Math.round((width - rack.width) / 2);
  const bays = new Map(rack.bays.map((bay) => [bay.name, { ...bay, x: bay.x + dx, y: bay.y + rackY }]));
  const footY = rackY + rack.height + 22;
  // The corner stays free for the buttons of the view.
  const registry = { x: width - (input.narrow ? 250 : 300), y: footY, width: input.narrow ? 150 : 180, height: 40 };
  const { stationAt, stationWidth } = stationsOf(bar, cards, input.narrow, scale);
  return {
    width,
    height: footY + 40,
    narrow: input.narrow,
    scale,
    controlPlane: input.controlPlane.name,
    cards,
    bar,
    stationAt,
    stationWidth,
    zones: rack.zones.map((zone) => ({ name: zone.name, from: { x: zone.from.x + dx, y: zone.from.y + rackY }, to: zone.to + dx })),
    bays,
    wires: new Map([...cardWires(cards, bar), ...bayWires(bays, bar, rackY)].map((wire) => [wire.id, wire])),
    network: { y: footY + 20, from: 0, to: registry.x },
    waiting: { x: 0, y: footY, width: registry.x - GUTTER, height: 40 },
    registry,
  };
}

/** In the order of the stage from left to right; etcd near the end of the stations, behind the door. */
const order: readonly CardId[] = ['control-plane', 'kube-scheduler', 'kube-controller-manager', 'etcd', 'kubectl'];

const shownCards = (input: LayoutInput): readonly CardId[] => order.filter((id) => id !== 'control-plane' || input.controlPlane.node);

function wideCards(input: LayoutInput, width: number, { card }: Measures): Map<CardId, Rect> {
  const ids = shownCards(input);
  const step = (width - card.width) / (ids.length - 1);
  return new Map(ids.map((id, index) => [id, { x: Math.round(index * step), y: 0, ...card }]));
}

/** Two rows: three above, two below in the gaps, so that every wire goes straight down. */
function narrowCards(input: LayoutInput, { card }: Measures): Map<CardId, Rect> {
  const ids = shownCards(input);
  const upper = ids.length - 2;
  return new Map(
    ids.map((id, index) => {
      const above = index < upper;
      const width = above ? card.width : 116;
      const x = above ? index * (400 - card.width) / Math.max(1, upper - 1) : (index === upper ? 76 : 208);
      return [id, { x: Math.round(x), y: above ? 0 : card.height + 14, width, height: card.height }];
    }),
  );
}

function stationsOf(bar: Rect, cards: ReadonlyMap<CardId, Rect>, narrow: boolean, scale: number): Pick<Layout, 'stationAt' | 'stationWidth'> {
  const etcd = cards.get('etcd')!;
  const y = narrow ? bar.y + bar.height - 26 : bar.y + bar.height / 2;
  const stationWidth = narrow ? 66 : 98 * scale;
  const step = narrow ? 78 : 118 * scale;
  const last = narrow ? bar.width - 44 : etcd.x + etcd.width / 2;
  return { stationWidth, stationAt: new Map(stations.map((station, index) => [station, { x: last - (stations.length - 1 - index) * step, y }])) };
}

function cardWires(cards: ReadonlyMap<CardId, Rect>, bar: Rect): Wire[] {
  return [...cards].map(([id, card]) => {
    const x = card.x + card.width / 2;
    return { id, points: [{ x, y: bar.y }, { x, y: card.y + card.height }] };
  });
}

/** Straight down to the first row; to lower rows down the gutter left of the column. */
function bayWires(bays: ReadonlyMap<string, Bay>, bar: Rect, rackY: number): Wire[] {
  const bottom = bar.y + bar.height;
  return [...bays.values()].map((bay) => {
    const x = bay.x + bay.width / 2;
    if (bay.y <= rackY + ZONE_LINE) return { id: bay.name, points: [{ x, y: bottom }, { x, y: bay.y }] };
    const row = Math.round((bay.y - rackY) / 40);
    const trunk = bay.x - GUTTER / 2 + ((row % 3) - 1) * 3;
    return { id: bay.name, points: [{ x: trunk, y: bottom }, { x: trunk, y: bay.y + 22 }, { x: bay.x, y: bay.y + 22 }] };
  });
}

interface Rack {
  readonly width: number;
  readonly height: number;
  readonly bays: readonly Bay[];
  readonly zones: Layout['zones'];
}

interface BaySize {
  readonly width: number;
  readonly height: number;
}

/** The more machines, the smaller their bays; beyond this table the rack only grows. */
function baySize(count: number): BaySize {
  if (count <= 1) return { width: 520, height: 296 };
  if (count <= 3) return { width: 338, height: 296 };
  if (count <= 4) return { width: 248, height: 296 };
  if (count <= 8) return { width: 248, height: 232 };
  if (count <= 24) return { width: 216, height: 186 };
  return { width: 190, height: 164 };
}

const lowBaySize = (count: number): BaySize => ({ width: count <= 1 ? 520 : Math.floor((SHORT_WIDTH + GUTTER) / Math.max(3, count)) - GUTTER, height: 214 });

type Zones = readonly (readonly [string, readonly string[]])[];

function byZone(workers: LayoutInput['workers']): Zones {
  const zones = new Map<string, string[]>();
  for (const { name, zone } of workers) {
    const names = zones.get(zone);
    if (names) names.push(name);
    else zones.set(zone, [name]);
  }
  return [...zones].sort(([a], [b]) => compareNames(a, b)).map(([zone, names]) => [zone, names.sort(compareNames)] as const);
}

const columnsWith = (zones: Zones, rows: number): number => zones.reduce((sum, [, names]) => sum + Math.ceil(names.length / rows), 0);

/** As many rows as make the rack fill a stage of about 1,080 × 330 best. */
function rowsFor(zones: Zones, size: BaySize): number {
  const most = Math.max(1, ...zones.map(([, names]) => names.length));
  let best = 1;
  let bestZoom = 0;
  for (let rows = 1; rows <= most; rows++) {
    const width = Math.max(LEAST_WIDTH, columnsWith(zones, rows) * (size.width + GUTTER));
    const height = 130 + 210 * Math.min(MOST_SCALE, width / LEAST_WIDTH) + rows * (size.height + GUTTER);
    const zoom = Math.min(1_080 / width, 660 / height);
    if (zoom > bestZoom + 0.001) [best, bestZoom] = [rows, zoom];
  }
  return best;
}

function wideRack(workers: LayoutInput['workers'], short: boolean): Rack {
  const size = short && workers.length <= 4 ? lowBaySize(workers.length) : baySize(workers.length);
  const zones = byZone(workers);
  return rackOf(zones, size, short && workers.length <= 4 ? 1 : rowsFor(zones, size));
}

function narrowRack(workers: LayoutInput['workers']): Rack {
  const zones = byZone(workers);
  const size = workers.length <= 6 ? { width: 400 - GUTTER, height: 212 } : { width: 176, height: 172 };
  const columns = workers.length <= 6 ? 1 : 2;
  return stackOf(zones, size, columns);
}

/** Zones side by side, each a block of columns of `rows` bays. */
function rackOf(zones: Zones, size: BaySize, rows: number): Rack {
  const bays: Bay[] = [];
  const lines: Layout['zones'][number][] = [];
  let column = 0;
  for (const [zone, names] of zones) {
    const columns = Math.ceil(names.length / rows);
    const left = column * (size.width + GUTTER);
    lines.push({ name: zone, from: { x: left, y: 0 }, to: left + columns * (size.width + GUTTER) - GUTTER });
    for (const [index, name] of names.entries()) {
      const x = left + (index % columns) * (size.width + GUTTER);
      bays.push({ name, zone, x, y: ZONE_LINE + Math.floor(index / columns) * (size.height + GUTTER), ...size });
    }
    column += columns;
  }
  const deepest = Math.max(0, ...bays.map((bay) => bay.y + bay.height));
  return { width: Math.max(0, column * (size.width + GUTTER) - GUTTER), height: deepest, bays, zones: lines };
}

/** Zones one under the other, for a narrow screen. */
function stackOf(zones: Zones, size: BaySize, columns: number): Rack {
  const bays: Bay[] = [];
  const lines: Layout['zones'][number][] = [];
  let y = 0;
  for (const [zone, names] of zones) {
    lines.push({ name: zone, from: { x: GUTTER, y }, to: 400 });
    for (const [index, name] of names.entries()) {
      bays.push({ name, zone, x: GUTTER + (index % columns) * (size.width + GUTTER), y: y + ZONE_LINE + Math.floor(index / columns) * (size.height + 18), ...size });
    }
    y += ZONE_LINE + Math.ceil(names.length / columns) * (size.height + 18);
  }
  return { width: 400, height: y, bays, zones: lines };
}
