/** What a plugin says about a pod, or about a pod on a node. Absent (null) means Success. */
export type Code = 'Success' | 'Error' | 'Unschedulable' | 'UnschedulableAndUnresolvable' | 'Wait' | 'Skip' | 'Pending';

/**
 * A plugin's verdict other than Success. Immutable, so that a plugin makes each of its verdicts once.
 * Source: kubernetes v1.32 pkg/scheduler/framework/interface.go, Status.
 */
export class Status {
  readonly code: Code;
  readonly reasons: readonly string[];
  /** The plugin that said so; empty for the framework itself. */
  readonly plugin: string;

  constructor(code: Code, reasons: readonly string[], plugin = '') {
    this.code = code;
    this.reasons = reasons;
    this.plugin = plugin;
  }

  get message(): string {
    return this.reasons.join(', ');
  }

  /** True for the codes that mean "not now", as opposed to an error. */
  get isRejected(): boolean {
    return this.code === 'Unschedulable' || this.code === 'UnschedulableAndUnresolvable' || this.code === 'Pending';
  }
}

/** Preemption may help. */
export const unschedulable = (plugin: string, ...reasons: readonly string[]): Status => new Status('Unschedulable', reasons, plugin);
/** Removing pods from the node changes nothing. */
export const unresolvable = (plugin: string, ...reasons: readonly string[]): Status => new Status('UnschedulableAndUnresolvable', reasons, plugin);
export const errorStatus = (plugin: string, reason: string): Status => new Status('Error', [reason], plugin);
/** From PreFilter or PreScore: the plugin has nothing to say about this pod, leave out its Filter or Score. */
export const SKIP = new Status('Skip', []);
