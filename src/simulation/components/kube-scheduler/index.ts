export type { Decision, DecisionOutcome, PluginScores, Verdict } from './decision.ts';
export type { KubeSchedulerDetails, KubeSchedulerInspection, ProfileInspection, QueuedPodInspection } from './inspection.ts';
export type { KubeSchedulerConfiguration, KubeSchedulerOptions, SchedulerProfile } from './options.ts';
export { kubeSchedulerProgram, schedulerDecision, schedulerDetails } from './program.ts';
