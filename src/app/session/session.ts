import type {
  Answer,
  ClockCommand,
  CommandResult,
  Frame,
  HostMessage,
  LoggedCommand,
  Question,
  SessionFile,
  SimulationCommand,
} from '../../protocol/index.ts';
import type { Refusal } from './guards.ts';
import type { Connect, HostPort } from './host-port.ts';
import type { SavedSessions } from './saved-sessions.ts';
import { freshSession, parseSessionFile } from './session-file.ts';

export type Reset = Extract<HostMessage, { type: 'reset' }>;
export type Progress = Extract<HostMessage, { type: 'progress' }>;

/** What a person should be told about their session. */
export type SessionNotice =
  | { readonly about: 'restored'; readonly atUs: number }
  | { readonly about: 'saved-session-broken'; readonly refusal: Refusal }
  | { readonly about: 'link-broken'; readonly refusal: Refusal }
  | { readonly about: 'crashed'; readonly message: string; readonly remedy: 'replayed' | 'last-command-dropped' | 'started-fresh' }
  | { readonly about: 'not-saved'; readonly message: string };

/** Who follows a session. Frames of older branches never reach it. */
export interface SessionListener {
  reset(reset: Reset): void;
  frame(frame: Frame): void;
  logged(entry: LoggedCommand): void;
  progress(progress: Progress): void;
  notice(notice: SessionNotice): void;
}

export interface Surroundings {
  readonly connect: Connect;
  readonly saved: SavedSessions;
  /** Calls back once when the screen can show something new. */
  readonly nextFrame: (callback: () => void) => void;
}

interface Waiting<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (reason: Error) => void;
}

const SAVE_EVERY_MS = 2_000;
/** A session that ran this far (in frames) since its last crash may crash again as if it were the first time. */
const HEALTHY_FRAMES = 600;

/** A command or question whose host went away before it answered. */
export class Interrupted extends Error {
  override name = 'Interrupted';
}

/** The viewer's end of the protocol. Keeps the log, saves it as it goes, and brings a crashed host back. */
export class Session {
  private port: HostPort | undefined;
  private listener: SessionListener | undefined;
  private readonly results = new Map<number, Waiting<CommandResult>>();
  private readonly answers = new Map<number, Waiting<Answer>>();
  private resets: (() => void)[] = [];
  private nextId = 1;
  private branchNumber = 0;
  private current: SessionFile = freshSession('1');
  private saveTimer: ReturnType<typeof setTimeout> | undefined;
  private saveHasFailed = false;
  private crashes = 0;
  private framesSinceCrash = 0;
  private playsAfterReset = true;
  private readonly world: Surroundings;

  constructor(world: Surroundings) {
    this.world = world;
  }

  /** The one who follows. Set before `open`. */
  follow(listener: SessionListener): void {
    this.listener = listener;
  }

  /** What reproduces the run up to now. */
  get file(): SessionFile {
    return this.current;
  }

  /** Starts with what the link says, else with what was saved, else afresh. */
  async open(hash: string): Promise<void> {
    const linked = await this.fromLink(hash);
    const session = linked ?? (await this.fromSaved()) ?? freshSession('1');
    this.start(session);
    // At once: the page forgets the link when it is open.
    if (linked) await this.world.saved.save(linked).catch((error: unknown) => this.saveFailed(error));
    if (!linked && session.commands.length > 0) this.listener?.notice({ about: 'restored', atUs: session.playheadUs });
  }

  /** Starts a session on a new host; the old host goes. The clock runs when the world is there, unless `paused`. */
  start(session: SessionFile, options: { readonly paused?: boolean } = {}): void {
    this.hangUp();
    this.current = session;
    this.playsAfterReset = options.paused !== true;
    const port = this.world.connect({
      // A host that was closed may still have a word on the way.
      message: (message) => void (this.port === port && this.receive(message)),
      failed: (reason) => void (this.port === port && this.recover(reason, this.current)),
    });
    this.port = port;
    port.post({ type: 'start', session });
  }

  /** Has a command carried out. Rejects with `Interrupted` when its branch or host ends before the answer. */
  command(command: SimulationCommand): Promise<CommandResult> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.results.set(id, { resolve, reject });
      this.port?.post({ type: 'command', id, command });
    });
  }

  clock(command: ClockCommand): void {
    this.port?.post({ type: 'clock', command });
  }

  /** Asks about the inside. The answer is about what the question was about. */
  ask<Q extends Question>(question: Q): Promise<Extract<Answer, { about: Q['about'] }>> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.answers.set(id, { resolve: resolve as (answer: Answer) => void, reject });
      this.port?.post({ type: 'ask', id, question });
    });
  }

  /** Goes back to an instant and goes on from there, paused. Fulfilled when the host stands there. */
  branch(atUs: number): Promise<void> {
    this.playsAfterReset = false;
    return new Promise((resolve) => {
      this.resets.push(resolve);
      this.port?.post({ type: 'branch', atUs });
    });
  }

  /** The session or link that could not be read, as text; undefined when there is none. */
  async brokenSession(): Promise<string | undefined> {
    const aside = await this.world.saved.aside().catch(() => undefined);
    return aside === undefined || typeof aside === 'string' ? aside : JSON.stringify(aside);
  }

  /** Gives up a replay under way. */
  cancel(): void {
    this.port?.post({ type: 'cancel' });
  }

  private receive(message: HostMessage): void {
    switch (message.type) {
      case 'reset':
        return this.reset(message);
      case 'frame':
        return this.frame(message);
      case 'logged':
        this.current = { ...this.current, commands: [...this.current.commands, message.entry] };
        this.saveSoon();
        return this.listener?.logged(message.entry);
      case 'result':
        this.results.get(message.id)?.resolve(message.result);
        this.results.delete(message.id);
        return;
      case 'answer':
        this.answers.get(message.id)?.resolve(message.answer);
        this.answers.delete(message.id);
        return;
      case 'progress':
        return this.listener?.progress(message);
      case 'crashed':
        return this.recover(message.message, message.session);
    }
  }

  private reset(message: Reset): void {
    this.interrupt('the past changed before the answer came');
    this.branchNumber = message.branch;
    this.current = { version: 1, seed: message.seed, topology: message.topology, commands: message.log, playheadUs: message.atUs };
    this.listener?.reset(message);
    if (this.playsAfterReset) this.clock({ type: 'play' });
    for (const resolve of this.resets.splice(0)) resolve();
    this.saveSoon();
  }

  private frame(frame: Frame): void {
    const acknowledge = (): void => this.port?.post({ type: 'ack', seq: frame.seq });
    if (frame.branch !== this.branchNumber) return acknowledge();
    if (++this.framesSinceCrash > HEALTHY_FRAMES) this.crashes = 0;
    if (frame.nowUs !== this.current.playheadUs) {
      this.current = { ...this.current, playheadUs: frame.nowUs };
      this.saveSoon();
    }
    this.listener?.frame(frame);
    this.world.nextFrame(acknowledge);
  }

  /** The same log crashes at the same place again, so a second time its last command goes, and a third time all of it. */
  private recover(message: string, session: SessionFile): void {
    this.crashes++;
    this.framesSinceCrash = 0;
    const checkedSession = parseSessionFile(session);
    const known = checkedSession.ok ? checkedSession.value : this.current;
    if (this.crashes === 1) {
      this.listener?.notice({ about: 'crashed', message, remedy: 'replayed' });
      return this.start(known);
    }
    if (this.crashes === 2 && known.commands.length > 0) {
      const commands = known.commands.slice(0, -1);
      this.listener?.notice({ about: 'crashed', message, remedy: 'last-command-dropped' });
      return this.start({ ...known, commands, playheadUs: known.commands.at(-1)!.atUs }, { paused: true });
    }
    this.hangUp();
    void this.world.saved.setAside(known).catch(() => undefined);
    this.listener?.notice({ about: 'crashed', message, remedy: 'started-fresh' });
    // A host that cannot even begin must not be started over and over.
    if (this.crashes < 5) this.start(freshSession(known.seed));
  }

  private hangUp(): void {
    this.port?.close();
    this.port = undefined;
    this.interrupt('the simulation was started anew before the answer came');
    this.resets = [];
  }

  private interrupt(reason: string): void {
    const waiting = [...this.results.values(), ...this.answers.values()];
    this.results.clear();
    this.answers.clear();
    for (const { reject } of waiting) reject(new Interrupted(reason));
  }

  private async fromLink(hash: string): Promise<SessionFile | undefined> {
    if (!hash.startsWith('#s=')) return undefined;
    const { decodeShareLink } = await import('./share-link.ts');
    const decoded = decodeShareLink(hash);
    if (decoded.ok) return decoded.value;
    await this.world.saved.setAside(hash).catch(() => undefined);
    this.listener?.notice({ about: 'link-broken', refusal: decoded.refusal });
    return undefined;
  }

  private async fromSaved(): Promise<SessionFile | undefined> {
    const saved = await this.world.saved.load().catch(() => undefined);
    if (saved === undefined) return undefined;
    const parsed = parseSessionFile(saved);
    if (parsed.ok) return parsed.value;
    await this.world.saved.setAside(saved).catch(() => undefined);
    this.listener?.notice({ about: 'saved-session-broken', refusal: parsed.refusal });
    return undefined;
  }

  private saveSoon(): void {
    this.saveTimer ??= setTimeout(() => {
      this.saveTimer = undefined;
      this.world.saved.save(this.current).catch((error: unknown) => this.saveFailed(error));
    }, SAVE_EVERY_MS);
  }

  /** Said once: the session lives on, only unsaved. */
  private saveFailed(error: unknown): void {
    if (this.saveHasFailed) return;
    this.saveHasFailed = true;
    this.listener?.notice({ about: 'not-saved', message: String(error) });
  }
}
