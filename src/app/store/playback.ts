import { createStore } from 'zustand/vanilla';
import type { Bookmark, ClockState, Topology } from '../../protocol/index.ts';

/** A future that was left when somebody acted in its past: how busy it was, for the timeline. */
export interface GhostLane {
  readonly branch: number;
  readonly fromUs: number;
  readonly toUs: number;
  /** Changes per bucket of equal length between the two. */
  readonly density: readonly number[];
}

export interface PlaybackState {
  readonly clock: ClockState;
  /** Where the host is. */
  readonly nowUs: number;
  /** Where the viewer looks; null: at the present. */
  readonly playheadUs: number | null;
  readonly earliestUs: number;
  readonly scrubbing: boolean;
  readonly revision: number;
  readonly branch: number;
  readonly bookmarks: readonly Bookmark[];
  readonly upcoming: readonly (readonly [number, string, string])[];
  readonly ghosts: readonly GhostLane[];
  readonly progress: { readonly what: 'replay' | 'start'; readonly fraction: number } | null;
  readonly seed: string;
  readonly topology: Topology | null;
  /** Whether the first world has arrived. */
  readonly ready: boolean;
  /** The last speed that was fixed: a paused clock tells speed 0, but what was chosen still stands. */
  readonly fixedSpeed: number;
}

const initial: PlaybackState = {
  clock: { paused: true, mode: 'auto', speed: 0 },
  nowUs: 0,
  playheadUs: null,
  earliestUs: 0,
  scrubbing: false,
  revision: 0,
  branch: 0,
  bookmarks: [],
  upcoming: [],
  ghosts: [],
  progress: null,
  seed: '',
  topology: null,
  ready: false,
  fixedSpeed: 1,
};

export const createPlayback = () => createStore<PlaybackState>()(() => initial);
export type Playback = ReturnType<typeof createPlayback>;

/** The instant that everything on the page shows. */
export const viewUs = (state: PlaybackState): number => state.playheadUs ?? state.nowUs;

/** `viewUs` in steps, for what need not move with every frame. */
export const viewUsEvery = (stepUs: number) => (state: PlaybackState): number => Math.floor(viewUs(state) / stepUs) * stepUs;

export const isPast = (state: PlaybackState): boolean => state.playheadUs !== null;
