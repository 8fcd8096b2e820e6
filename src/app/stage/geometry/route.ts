import { stations, type CardId, type Layout, type Point } from './layout.ts';

/** The way of a message: a line from point to point, with the length up to each. */
export interface Route {
  readonly points: readonly Point[];
  readonly lengths: readonly number[];
  /** The wires it uses, for the light on them. */
  readonly wires: readonly string[];
}

/** The daemons of a node, from left to right on their bay; where their messages begin and end. */
export const daemons = ['kubelet', 'kube-proxy', 'containerd'] as const;
export const CHIP_ROW = { y: 56, inset: 14 } as const;

const processes = new Set<string>(['kube-scheduler', 'kube-controller-manager', 'etcd', 'kubectl']);

/** How far over the middle of the stations their messages pass. */
export const STATION_RAIL = 15;

/** Splits an actor id into machine and component. */
export function placeOf(actor: string): { readonly machine: string; readonly component: string } {
  const slash = actor.indexOf('/');
  return { machine: actor.slice(0, slash), component: actor.slice(slash + 1) };
}

/** Where an actor's messages begin and end, and by which wire they reach the bar. */
interface Anchor {
  readonly at: Point;
  readonly wire?: string;
  readonly bay?: string;
}

/** Finds the ways of messages on a layout, and remembers them: there are few pairs of actors and many messages. */
export class Routes {
  private readonly known = new Map<string, Route | undefined>();
  readonly layout: Layout;

  constructor(layout: Layout) {
    this.layout = layout;
  }

  /** Undefined when an end of it is not on the stage. */
  between(from: string, to: string): Route | undefined {
    const key = `${from}|${to}`;
    if (!this.known.has(key)) this.known.set(key, this.find(from, to));
    return this.known.get(key);
  }

  private find(from: string, to: string): Route | undefined {
    if (placeOf(to).component === 'kube-apiserver') return this.inward(from);
    if (placeOf(from).component === 'kube-apiserver') return this.outward(to);
    return this.beside(from, to);
  }

  /** Down a wire, along the stations, to the store; etcd's answers come straight to the store. */
  private inward(from: string): Route | undefined {
    const anchor = this.anchor(from);
    if (!anchor?.wire) return undefined;
    const wire = [...this.layout.wires.get(anchor.wire)!.points].reverse();
    const store = this.station('store');
    if (anchor.wire === 'etcd') return measured([anchor.at, ...wire, store], [anchor.wire]);
    const entry = wire.at(-1)!;
    const first = this.station(stations[0]);
    const door = first.x - this.layout.stationWidth / 2 - 12;
    const railY = this.railY(entry);
    return measured([anchor.at, ...wire, { x: entry.x, y: railY }, { x: door, y: railY }, { x: door, y: first.y }, store], [anchor.wire]);
  }

  /** From the store to the wire of the receiver and along it. */
  private outward(to: string): Route | undefined {
    const anchor = this.anchor(to);
    if (!anchor?.wire) return undefined;
    const wire = this.layout.wires.get(anchor.wire)!.points;
    const store = this.station('store');
    if (anchor.wire === 'etcd') return measured([store, ...wire, anchor.at], [anchor.wire]);
    const exit = wire[0]!;
    const railY = this.railY(exit);
    return measured([store, { x: store.x, y: railY }, { x: exit.x, y: railY }, ...wire, anchor.at], [anchor.wire]);
  }

  /** Between two daemons of a machine, or over the line under the rack. */
  private beside(from: string, to: string): Route | undefined {
    const [a, b] = [this.anchor(from), this.anchor(to)];
    if (!a || !b) return undefined;
    if (a.bay !== undefined && a.bay === b.bay) {
      const lift = Math.min(a.at.y, b.at.y) - 13;
      return measured([a.at, { x: a.at.x, y: lift }, { x: b.at.x, y: lift }, b.at], []);
    }
    return measured([a.at, ...this.down(a), ...this.down(b).reverse(), b.at], ['network']);
  }

  /** From an anchor to the line under the rack, beside the bays. */
  private down({ at, bay }: Anchor): Point[] {
    const rect = bay === undefined ? undefined : this.layout.bays.get(bay);
    if (!rect) return [];
    const { y } = this.layout.network;
    const side = rect.x + rect.width - 5;
    return [{ x: side, y: at.y }, { x: side, y }];
  }

  private anchor(actor: string): Anchor | undefined {
    const { machine, component } = placeOf(actor);
    const bay = this.layout.bays.get(machine);
    if (bay) return { at: chipAt(bay, component), wire: machine, bay: machine };
    if (component === 'registry') return { at: { x: this.layout.registry.x + 10, y: this.layout.network.y }, wire: 'registry' };
    const id = processes.has(component) ? component : machine === this.layout.controlPlane ? 'control-plane' : '';
    const card = this.layout.cards.get(id as CardId);
    return card && { at: { x: card.x + card.width / 2, y: card.y + card.height }, wire: id };
  }

  /** Where a message passes a station: over it, so that its name can be read meanwhile. */
  private station(station: (typeof stations)[number]): Point {
    const { x, y } = this.layout.stationAt.get(station)!;
    return { x, y: y - STATION_RAIL * this.layout.scale };
  }

  /** The rail along the edge of the bar on the side where a wire meets it. */
  private railY(at: Point): number {
    const { y, height } = this.layout.bar;
    return at.y <= y + 1 ? y + 9 : y + height - 9;
  }
}

function chipAt(bay: Point & { readonly width: number }, component: string): Point {
  const index = Math.max(0, daemons.indexOf((component === 'cni' ? 'containerd' : component) as 'kubelet'));
  const width = (bay.width - 2 * CHIP_ROW.inset) / daemons.length;
  return { x: bay.x + CHIP_ROW.inset + (index + (component === 'cni' ? 0.85 : 0.5)) * width, y: bay.y + CHIP_ROW.y };
}

function measured(points: readonly Point[], wires: readonly string[]): Route {
  const lengths: number[] = [0];
  for (let index = 1; index < points.length; index++) {
    const [a, b] = [points[index - 1]!, points[index]!];
    lengths.push(lengths[index - 1]! + Math.hypot(b.x - a.x, b.y - a.y));
  }
  return { points, lengths, wires };
}

/** The point after a share in [0, 1] of a route. */
export function pointAlong({ points, lengths }: Route, share: number): Point {
  const distance = Math.min(1, Math.max(0, share)) * lengths.at(-1)!;
  let index = 1;
  while (index < lengths.length - 1 && lengths[index]! < distance) index++;
  const [a, b] = [points[index - 1]!, points[index]!];
  const span = lengths[index]! - lengths[index - 1]!;
  const part = span === 0 ? 0 : (distance - lengths[index - 1]!) / span;
  return { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part };
}
