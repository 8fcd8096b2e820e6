import type { TableName, TableRecord, Tables } from './records.ts';

/** A change as it travels: the new record, or null when it is gone. */
export interface WireChange {
  readonly atUs: number;
  readonly table: TableName;
  readonly key: string;
  readonly after: TableRecord | null;
  /** Span of the commit or mark that made the change, 0 if none. */
  readonly span: number;
}

/** A change that can be taken back. */
export interface Change extends WireChange {
  readonly before: TableRecord | null;
}

/** Tables that can be changed; `World` is the same seen from outside. */
export type MutableTables = { [Name in TableName]: Map<string, TableRecord> };

export const emptyTables = (): MutableTables => ({ objects: new Map(), actors: new Map(), machines: new Map(), links: new Map() });

/** Carries a change out and answers it with what was there before. */
export function applyChange(tables: MutableTables, change: WireChange): Change {
  const table = tables[change.table];
  const before = table.get(change.key) ?? null;
  put(table, change.key, change.after);
  return { ...change, before };
}

/** Takes a change back. Changes must be taken back in the opposite order. */
export function revertChange(tables: MutableTables, change: Change): void {
  put(tables[change.table], change.key, change.before);
}

/** Carries out again a change that was taken back. */
export function reapplyChange(tables: MutableTables, change: Change): void {
  put(tables[change.table], change.key, change.after);
}

function put(table: Map<string, TableRecord>, key: string, record: TableRecord | null): void {
  if (record === null) table.delete(key);
  else table.set(key, record);
}

export type { Tables };
