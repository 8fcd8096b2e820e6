import type { MessageKind } from '../../../protocol/index.ts';

/** How bright a line is after one message, and when it has lost half of that. */
const PER_MESSAGE = 0.34;
const HALF_LIFE_MS = 220;
const DIM_MS = 1_800;

interface Light {
  energy: number;
  readonly kind: MessageKind;
  readonly from: string;
  readonly to: string;
}

/** Light on the wires: what went by too fast, or too much at once, to be seen one by one. Real time, since it is an afterglow in the eye. */
export class Glow {
  private readonly lights = new Map<string, Light>();
  private lastMs = 0;

  add(from: string, to: string, kind: MessageKind, count = 1): void {
    const key = `${from}|${to}|${kind}`;
    const energy = PER_MESSAGE * count * (kind === 'heartbeat' ? 0.35 : 1);
    const light = this.lights.get(key);
    if (light) light.energy = Math.min(1.6, light.energy + energy);
    else this.lights.set(key, { energy: Math.min(1.6, energy), kind, from, to });
  }

  /** What still shines at `nowMs`. */
  shining(nowMs: number): Iterable<Readonly<Light>> {
    const elapsedMs = Math.min(DIM_MS, Math.max(0, nowMs - this.lastMs));
    this.lastMs = nowMs;
    const left = 0.5 ** (elapsedMs / HALF_LIFE_MS);
    for (const [key, light] of this.lights) {
      light.energy *= left;
      if (light.energy < 0.03) this.lights.delete(key);
    }
    return this.lights.values();
  }

  clear(): void {
    this.lights.clear();
  }
}
