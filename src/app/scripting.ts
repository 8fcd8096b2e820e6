import type { ClockCommand, CommandResult, SimulationCommand } from '../protocol/index.ts';
import { parseCommand } from './session/index.ts';
import { viewUs, type Glass } from './store/index.ts';
import { FrameStatistics, type FrameStats } from './frame-statistics.ts';

export type ScriptCommand = SimulationCommand | ClockCommand | { readonly type: 'seek'; readonly virtualTimeMs: number };

/** What `state()` answers. `virtualTimeMs` is what the page shows; `playheadMs` is null at the present. */
export interface ScriptState {
  readonly virtualTimeMs: number;
  readonly nowMs: number;
  readonly playheadMs: number | null;
  readonly paused: boolean;
  readonly speed: number;
  readonly mode: 'auto' | 'fixed' | 'max';
  readonly nodes: number;
  readonly pods: number;
  readonly revision: number;
  readonly branch: number;
  readonly seed: string;
  readonly ready: boolean;
  readonly stateHash: string;
}

/** `window.kubeglass`: the same doors as the page's. See docs/SCRIPTING.md. */
export interface Scripting {
  command(command: ScriptCommand): Promise<CommandResult | undefined>;
  state(): Promise<ScriptState>;
  when(predicate: (state: Omit<ScriptState, 'stateHash'>) => boolean, options?: { readonly timeoutMs?: number }): Promise<ScriptState>;
  frameStats(): FrameStats;
}

const clockTypes = ['play', 'pause', 'speed', 'step', 'next', 'advance'];

function present(glass: Glass): Omit<ScriptState, 'stateHash'> {
  const state = glass.playback.getState();
  return {
    virtualTimeMs: viewUs(state) / 1_000,
    nowMs: state.nowUs / 1_000,
    playheadMs: state.playheadUs === null ? null : state.playheadUs / 1_000,
    paused: state.clock.paused,
    speed: state.clock.speed,
    mode: state.clock.mode,
    nodes: glass.world.byResource.count('nodes'),
    pods: glass.world.byResource.count('pods'),
    revision: state.revision,
    branch: state.branch,
    seed: state.seed,
    ready: state.ready,
  };
}

async function complete(glass: Glass): Promise<ScriptState> {
  const { stateHash } = await glass.session.ask({ about: 'hash' });
  return { ...present(glass), stateHash };
}

function when(glass: Glass, predicate: (state: Omit<ScriptState, 'stateHash'>) => boolean, timeoutMs: number): Promise<ScriptState> {
  return new Promise((resolve, reject) => {
    const check = (): void => {
      try {
        if (!predicate(present(glass))) return;
      } catch (error) {
        end(() => reject(error as Error));
        return;
      }
      end(() => resolve(complete(glass)));
    };
    const timer = setTimeout(() => end(() => reject(new Error(`when: not true after ${timeoutMs} ms`))), timeoutMs);
    const unsubscribe = glass.playback.subscribe(check);
    let over = false;
    const end = (finish: () => void): void => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      unsubscribe();
      finish();
    };
    check();
  });
}

async function run(glass: Glass, command: ScriptCommand): Promise<CommandResult | undefined> {
  if (command.type === 'seek') {
    if (!Number.isFinite(command.virtualTimeMs)) throw new TypeError('command.virtualTimeMs: must be a number');
    glass.seek(command.virtualTimeMs * 1_000);
    return undefined;
  }
  if (clockTypes.includes(command.type)) {
    glass.clock(command as ClockCommand);
    return undefined;
  }
  const parsed = parseCommand(command);
  if (!parsed.ok) throw new TypeError(`${parsed.refusal.field}: ${parsed.refusal.code} ${parsed.refusal.limit ?? ''}`.trim());
  return glass.act(parsed.value);
}

/** Puts `window.kubeglass` there. */
export function openScripting(glass: Glass): void {
  const statistics = new FrameStatistics();
  glass.onFrame = (workMs) => statistics.worked(workMs);
  const scripting: Scripting = {
    command: (command) => run(glass, command),
    state: () => complete(glass),
    when: (predicate, options = {}) => when(glass, predicate, options.timeoutMs ?? 60_000),
    frameStats: () => statistics.take(),
  };
  Object.assign(window, { kubeglass: scripting });
}
