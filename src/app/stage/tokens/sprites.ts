import type { MessageKind, MessageRecord } from '../../../protocol/index.ts';

/** Kinds in the order of the legend. Each has a colour, a shape and a letter. */
export const messageKinds: readonly MessageKind[] = ['request', 'response', 'watch', 'heartbeat', 'raft', 'cri', 'packet'];

/** Radius of a token on the stage. */
export const RADIUS = 9;
const MARGIN = 2;

/** Shapes about (0, 0) with radius 1, so that colour is not needed to tell kinds apart. */
const shapes: Readonly<Record<MessageKind, (context: CanvasRenderingContext2D | Path2D) => void>> = {
  request: (path) => path.arc(0, 0, 1, 0, 2 * Math.PI),
  response: (path) => path.arc(0, 0, 0.92, 0, 2 * Math.PI),
  watch: (path) => polygon(path, 4, 1.18, 0),
  heartbeat: (path) => path.arc(0, 0, 0.72, 0, 2 * Math.PI),
  raft: (path) => polygon(path, 6, 1.05, 0),
  cri: (path) => path.roundRect(-0.88, -0.88, 1.76, 1.76, 0.4),
  packet: (path) => polygon(path, 3, 1.2, -Math.PI / 2),
};

function polygon(path: CanvasRenderingContext2D | Path2D, corners: number, radius: number, turn: number): void {
  for (let corner = 0; corner < corners; corner++) {
    const angle = turn + (corner * 2 * Math.PI) / corners;
    if (corner === 0) path.moveTo(Math.cos(angle) * radius, Math.sin(angle) * radius);
    else path.lineTo(Math.cos(angle) * radius, Math.sin(angle) * radius);
  }
  path.closePath();
}

/** The letter on a token: the verb's first of a request, the kind's first of the rest. */
export function letterOf({ kind, method }: Pick<MessageRecord, 'kind' | 'method'>): string {
  if (kind === 'heartbeat') return '♥';
  if (kind === 'response') return '✓';
  if (kind === 'request') return (/[a-z]/i.exec(method.replace(/^etcd /, ''))?.[0] ?? '?').toUpperCase();
  return kind[0]!;
}

export type Palette = Readonly<Record<MessageKind, string>> & { readonly paper: string };

/** The colours of the theme in force. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const colours = messageKinds.map((kind) => [kind, style.getPropertyValue(`--message-${kind}`).trim()] as const);
  return { ...(Object.fromEntries(colours) as Record<MessageKind, string>), paper: style.getPropertyValue('--card').trim() };
}

/** Tokens drawn once per kind, letter and scale, and copied from then on. */
export class Sprites {
  private readonly drawn = new Map<string, HTMLCanvasElement>();
  private readonly palette: Palette;
  private readonly scale: number;

  /** `scale`: device pixels per pixel of the stage. */
  constructor(palette: Palette, scale: number) {
    this.palette = palette;
    this.scale = scale;
  }

  /** Side of every sprite, in pixels of the stage. */
  get size(): number {
    return 2 * (RADIUS + MARGIN) + 2;
  }

  get(kind: MessageKind, letter: string): HTMLCanvasElement {
    const key = kind + letter;
    let sprite = this.drawn.get(key);
    if (!sprite) this.drawn.set(key, (sprite = this.draw(kind, letter)));
    return sprite;
  }

  private draw(kind: MessageKind, letter: string): HTMLCanvasElement {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = Math.ceil(this.size * this.scale);
    const context = canvas.getContext('2d')!;
    context.scale(this.scale, this.scale);
    context.translate(this.size / 2, this.size / 2);
    const outlined = kind === 'response';
    context.save();
    context.scale(RADIUS, RADIUS);
    context.beginPath();
    shapes[kind](context);
    context.restore();
    context.fillStyle = outlined ? this.palette.paper : this.palette[kind];
    context.fill();
    context.lineWidth = outlined ? 2 : 1.5;
    context.strokeStyle = outlined ? this.palette[kind] : this.palette.paper;
    context.stroke();
    context.fillStyle = outlined ? this.palette[kind] : this.palette.paper;
    context.font = `700 ${kind === 'heartbeat' ? 9 : 10.5}px system-ui, sans-serif`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(letter, 0, 0.8);
    return canvas;
  }
}
