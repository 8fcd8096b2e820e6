import type { ClockCommand, CommandResult, Frame, SessionFile, SimulationCommand } from '../../protocol/index.ts';
import { Interrupted, Session, type Progress, type Reset, type SessionNotice, type Surroundings } from '../session/index.ts';
import { Marks } from './marks.ts';
import { Messages } from './messages.ts';
import { createNotices, type Notice } from './notices.ts';
import { createPlayback, type GhostLane } from './playback.ts';
import { createSelection } from './selection.ts';
import { createSettings, type Shelf } from './settings.ts';
import { World } from './world.ts';

export interface GlassOptions extends Surroundings {
  readonly shelf?: Shelf;
  readonly languages?: readonly string[];
}

/** An answer that takes longer than this in real time, while virtual time stands still, will not come by itself. */
const PATIENCE_MS = 350;
const GHOST_BUCKETS = 120;
const MAX_GHOSTS = 6;

/** All state of the page, and the only one who talks to the session. Components read one thing and call one method. */
export class Glass {
  readonly session: Session;
  readonly world = new World();
  readonly messages = new Messages();
  readonly marks = new Marks();
  readonly playback = createPlayback();
  readonly selection = createSelection();
  readonly notices = createNotices();
  readonly settings: ReturnType<typeof createSettings>;
  /** Runs after each frame was taken in, with the real ms that took. */
  onFrame: ((workMs: number) => void) | undefined;
  /** The clock ran when somebody began to look back, so it runs on when they return. */
  private pausedToLook = false;

  constructor(options: GlassOptions) {
    this.session = new Session(options);
    this.settings = createSettings(options.shelf, options.languages);
    this.session.follow({
      reset: (reset) => this.reset(reset),
      frame: (frame) => this.frame(frame),
      logged: () => undefined,
      progress: (progress) => this.progress(progress),
      notice: (notice) => this.tellNotice(notice),
    });
  }

  /** Begins with the link's, the saved, or a fresh session. */
  open(hash: string): Promise<void> {
    return this.session.open(hash);
  }

  /** Begins another session; the present one is gone from the screen. */
  start(session: SessionFile): void {
    this.playback.setState({ ghosts: [] });
    this.session.start(session);
  }

  /** Changes the simulation. In the past this first forks: the old future stays as a ghost lane, and the clock runs in the new one. */
  async act(command: SimulationCommand): Promise<CommandResult> {
    await this.forkHere();
    return this.session.command(command);
  }

  /** Acts and tells the person what that was as a command line or fault, and what went wrong. */
  async actAndTell(command: SimulationCommand, code: string): Promise<CommandResult | undefined> {
    const waiting = this.tellIfPaused(code);
    try {
      const result = await this.act(command);
      if (result.exitCode === 0) this.tell({ tone: 'done', key: 'done', params: {}, code });
      else this.tell({ tone: 'error', key: 'refused', params: { message: result.stderr.trim() || result.stdout.trim() }, code });
      return result;
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
      return undefined;
    } finally {
      waiting.over();
    }
  }

  /** Commands are answered in virtual time: while it stands still, says so until `over`. */
  private tellIfPaused(code: string): { over(): void } {
    let told: number | undefined;
    const timer = setTimeout(() => {
      if (this.playback.getState().clock.paused) told = this.notices.getState().tell({ tone: 'info', key: 'paused', params: {}, code, plays: true });
    }, PATIENCE_MS);
    return {
      over: () => {
        clearTimeout(timer);
        if (told !== undefined) this.notices.getState().dismiss(told);
      },
    };
  }

  tell(notice: Omit<Notice, 'id'>): void {
    this.notices.getState().tell(notice);
  }

  /** Changes how time passes. Anything that lets time pass returns to the present first. */
  clock(command: ClockCommand): void {
    if (command.type === 'pause') this.pausedToLook = false;
    else if (command.type !== 'speed') this.toPresent();
    else if (typeof command.speed === 'number') this.playback.setState({ fixedSpeed: command.speed });
    this.session.clock(command);
  }

  /** Looks at an instant. At or after the present it is the present again. Time stands still while somebody looks back. */
  seek(us: number): void {
    const { nowUs, clock } = this.playback.getState();
    if (us >= nowUs) return this.toPresent();
    if (!clock.paused && !this.pausedToLook) {
      this.pausedToLook = true;
      this.session.clock({ type: 'pause' });
    }
    const playheadUs = Math.max(this.world.earliestUs, Math.round(us));
    // First the playhead: who is told of a change may ask when it was.
    this.playback.setState({ playheadUs });
    this.world.seekTo(playheadUs);
  }

  scrub(scrubbing: boolean): void {
    this.playback.setState({ scrubbing });
  }

  toPresent(): void {
    if (this.playback.getState().playheadUs === null) return;
    this.world.seekTo(Infinity);
    this.playback.setState({ playheadUs: null });
    this.runOn();
  }

  private runOn(): void {
    if (this.pausedToLook) this.session.clock({ type: 'play' });
    this.pausedToLook = false;
  }

  private async forkHere(): Promise<void> {
    const { playheadUs, nowUs, ghosts, branch } = this.playback.getState();
    if (playheadUs === null) return;
    const ghost = { branch, fromUs: playheadUs, toUs: nowUs, density: this.density(playheadUs, nowUs) };
    await this.session.branch(playheadUs);
    // Another future is wanted to be seen, and a command is answered only as time passes.
    this.pausedToLook = false;
    this.session.clock({ type: 'play' });
    this.playback.setState({ ghosts: [...ghosts, ghost].slice(-MAX_GHOSTS) });
    this.tell({ tone: 'info', key: 'forked', params: { us: playheadUs } });
  }

  private density(fromUs: number, toUs: number): GhostLane['density'] {
    const counts = new Array<number>(GHOST_BUCKETS).fill(0);
    const widthUs = Math.max(1, (toUs - fromUs) / GHOST_BUCKETS);
    for (const { atUs } of this.world.between(fromUs, toUs)) counts[Math.min(GHOST_BUCKETS - 1, Math.floor((atUs - fromUs) / widthUs))]!++;
    return counts;
  }

  private reset({ branch, keepsPast, atUs, seed, topology }: Reset): void {
    if (!keepsPast) this.pausedToLook = false;
    if (keepsPast) this.keepUntil(atUs);
    else this.forgetAll();
    this.playback.setState((state) => ({
      branch,
      seed,
      topology,
      nowUs: atUs,
      playheadUs: null,
      progress: null,
      upcoming: [],
      bookmarks: keepsPast ? state.bookmarks.filter((bookmark) => bookmark.atUs <= atUs) : [],
    }));
  }

  private keepUntil(atUs: number): void {
    this.world.truncate(atUs);
    this.messages.truncate(atUs);
    this.marks.truncate(atUs);
  }

  private forgetAll(): void {
    this.world.clear();
    this.messages.clear();
    this.marks.clear();
    this.selection.getState().select(null);
  }

  private frame(frame: Frame): void {
    const startMs = performance.now();
    const { playheadUs, bookmarks } = this.playback.getState();
    this.world.append(frame.changes, playheadUs === null);
    this.messages.take(frame.messages, frame.fates, frame.rates);
    this.marks.take(frame.marks);
    this.playback.setState({
      clock: frame.clock,
      nowUs: frame.nowUs,
      revision: frame.revision,
      earliestUs: this.world.earliestUs,
      upcoming: frame.upcoming,
      ready: true,
      ...(frame.bookmarks.length > 0 ? { bookmarks: [...bookmarks, ...frame.bookmarks] } : {}),
    });
    this.onFrame?.(performance.now() - startMs);
  }

  private progress({ what, fraction, done }: Progress): void {
    this.playback.setState({ progress: done ? null : { what, fraction } });
  }

  private tellNotice(notice: SessionNotice): void {
    switch (notice.about) {
      case 'restored':
        return this.tell({ tone: 'info', key: 'restored', params: { us: notice.atUs } });
      case 'crashed':
        return this.tell({ tone: 'error', key: `crashed.${notice.remedy}`, params: { message: notice.message }, ...this.download() });
      case 'not-saved':
        return this.tell({ tone: 'error', key: 'not-saved', params: { message: notice.message }, ...this.download() });
      default:
        void this.tellBroken(notice);
    }
  }

  /** What could not be read is offered for download: it may be all that somebody has. */
  private async tellBroken(notice: Extract<SessionNotice, { refusal: unknown }>): Promise<void> {
    const { field, code, limit = '' } = notice.refusal;
    const broken = await this.session.brokenSession();
    this.tell({
      tone: 'error',
      key: notice.about,
      params: { field, code, limit },
      ...(broken === undefined ? {} : { download: { name: 'kubeglass-broken-session.json', content: broken } }),
    });
  }

  private download(): Pick<Notice, 'download'> {
    return { download: { name: 'kubeglass-session.json', content: JSON.stringify(this.session.file) } };
  }
}
