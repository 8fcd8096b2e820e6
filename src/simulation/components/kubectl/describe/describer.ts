import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { Process } from '../../../engine/index.ts';
import type { Mapping } from '../arguments/mapping.ts';
import type { Session } from '../session.ts';
import type { Lines } from './lines.ts';

/** Describes one kind: writes tab-separated lines, without the events at the end unless it wants them elsewhere. */
export type Describer = (session: Session, object: KubeObject, lines: Lines, context: DescribeContext) => Process<void>;

export interface DescribeContext {
  readonly mapping: Mapping;
  readonly showEvents: boolean;
}
