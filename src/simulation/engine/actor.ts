import type { Engine } from './engine.ts';
import type { Call, Stream } from './connection.ts';
import type { Process } from './process.ts';
import { Task } from './process.ts';
import type { Runnable } from './queue.ts';
import type { MessageKind, SpanId } from './trace.ts';

/** A computer. Without power nothing on it runs, answers or remembers anything that is not on its disk. */
export class Machine {
  powered = true;
  readonly actors: Actor[] = [];
  /** What survives a power cut, by owner's name: container images, kubelet checkpoints, an etcd member's data. */
  readonly disk = new Map<string, unknown>();
  readonly name: string;
  /** Where the machine stands; latency between machines of different zones is higher. */
  readonly zone: string;

  constructor(name: string, zone: string) {
    this.name = name;
    this.zone = zone;
  }
}

export type ActorState = 'running' | 'frozen' | 'stopped';

/** What a request handler learns about the request besides its body. */
export interface CallContext {
  /** The actor that asked. */
  readonly from: Actor;
  readonly span: SpanId;
  readonly kind: MessageKind;
  /** True when the caller no longer waits (timeout, crash). */
  readonly cancelled: boolean;
  /** Opens a stream of messages from this actor to the caller. Return it in the answer. */
  openStream(): Stream;
}

/** Answers one request. Runs as a task of the serving actor. */
export type Handler = (body: unknown, context: CallContext) => Process<unknown>;

/** What an actor does from its start on. Called anew at every start: memory does not survive a crash. */
export type Program = (actor: Actor) => Process<void>;

/**
 * One operating-system process: a component on a machine. Its tasks are cancelled when it crashes and
 * held back while it is frozen; its peers learn of it only through the network.
 */
export class Actor {
  state: ActorState = 'stopped';
  /** Set while running: `services.get('api')` answers requests for that service. */
  readonly services = new Map<string, Handler>();
  readonly inbound = new Set<Call>();
  readonly outbound = new Set<Call>();
  readonly streams = new Set<Stream>();
  /** Told when the process has ended, however it did: what starts processes listens here. */
  onStop: (() => void) | undefined;
  /** How often the process was started. */
  starts = 0;
  /** What the actor shows of its inside: plain data, read by the observer when `touched` says it changed. */
  inspect: (() => unknown) | undefined;
  private readonly tasks = new Set<Task>();
  private readonly heldBack: Runnable[] = [];
  readonly engine: Engine;
  readonly machine: Machine;
  readonly component: string;
  readonly id: string;
  private readonly program: Program;

  constructor(engine: Engine, machine: Machine, component: string, program: Program) {
    this.engine = engine;
    this.machine = machine;
    this.component = component;
    this.id = `${machine.name}/${component}`;
    this.program = program;
    machine.actors.push(this);
  }

  get alive(): boolean {
    return this.state !== 'stopped' && this.machine.powered;
  }

  /** Starts the process. Does nothing when it runs already or the machine has no power. */
  start(): void {
    if (this.state !== 'stopped' || !this.machine.powered) return;
    this.state = 'running';
    this.starts++;
    this.spawn(this.program(this));
    this.touch();
  }

  /** Ends the process at once: tasks, memory and connections go. Peers on live machines see a reset. */
  crash(): void {
    if (this.state === 'stopped') return;
    this.state = 'stopped';
    for (const task of [...this.tasks]) task.cancel();
    this.tasks.clear();
    this.heldBack.length = 0;
    this.services.clear();
    this.inspect = undefined;
    this.engine.network.disconnect(this);
    this.touch();
    this.onStop?.();
  }

  /** Stops the process from running (SIGSTOP) while its connections stay open. */
  freeze(): void {
    if (this.state !== 'running') return;
    this.state = 'frozen';
    this.touch();
  }

  /** Lets a frozen process go on; what came meanwhile is handled now, in its order. */
  thaw(): void {
    if (this.state !== 'frozen') return;
    this.state = 'running';
    const held = this.heldBack.splice(0);
    for (const runnable of held) this.engine.enqueue(this.engine.nowUs, runnable);
    this.touch();
  }

  /** Runs a process as a task of this actor, beginning at the present instant. */
  spawn(process: Process<unknown>, span: SpanId = this.engine.span): Task {
    const task = new Task(this.engine, this, process, span);
    this.tasks.add(task);
    task.wake(undefined);
    return task;
  }

  /** Runs what answers `call`, beginning within the present event. Only while no task runs. */
  begin(process: Process<unknown>, span: SpanId, call: Call): void {
    const task = new Task(this.engine, this, process, span);
    task.call = call;
    this.tasks.add(task);
    task.goOn(undefined);
  }

  /** Answers requests for `service` with `handler` until the actor stops. */
  serve(service: string, handler: Handler): void {
    this.services.set(service, handler);
  }

  /** Keeps `runnable` for later when the actor is frozen, and says whether it did. */
  holdsWhileFrozen(runnable: Runnable): boolean {
    if (this.state !== 'frozen') return false;
    this.heldBack.push(runnable);
    return true;
  }

  forget(task: Task): void {
    this.tasks.delete(task);
  }

  /** Tells observers that `inspect` or `state` would answer something new. */
  touch(): void {
    this.engine.onTouch?.(this);
  }

  /** Records a reason under the present cause. Source of captions and of the Why tab. */
  why(key: string, about: string, params?: Readonly<Record<string, string | number | boolean>>): void {
    this.engine.trace.mark(this.engine.span, 'why', this.id, key, about, this.engine.nowUs, params);
  }
}
