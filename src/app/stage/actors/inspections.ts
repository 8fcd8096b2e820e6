/** The parts of components' inspections that the cards show. All optional: a component that says less shows less. */
export interface ApiserverInspection {
  readonly requestsByVerb?: Readonly<Record<string, number>>;
  readonly readingInFlight?: number;
  readonly writingInFlight?: number;
  readonly watchers?: number;
}

export interface EtcdInspection {
  readonly revision?: number;
  readonly keys?: number;
  readonly watchers?: number;
}

export interface SchedulerInspection {
  readonly leader?: boolean;
  readonly active?: number;
  readonly backoff?: number;
  readonly unschedulable?: number;
  readonly current?: string;
}

export interface ControllerManagerInspection {
  readonly leader?: boolean;
  readonly controllers?: readonly { readonly name: string; readonly queued?: number; readonly active?: readonly string[]; readonly syncs?: number }[];
}
