import {
  emptyTables,
  type ActorRecord,
  type Change,
  type LinkRecord,
  type MachineRecord,
  type ObjectRecord,
  type TableName,
  type TableRecord,
  type Tables,
  type WireChange,
} from '../../protocol/index.ts';
import { BucketIndex } from './bucket-index.ts';
import { Cells, type Cell } from './cell.ts';
import { History } from './history.ts';
import { controllerUid, nodeNameOf } from './objects.ts';

interface RecordOf {
  objects: ObjectRecord;
  actors: ActorRecord;
  machines: MachineRecord;
  links: LinkRecord;
}

const address = (table: TableName, key: string): string => `${table}:${key}`;

/**
 * The world as of one instant, live or past. Watch a record by its key or a list by its bucket: a watcher is called
 * only when that record or that list changed, however large the rest of the world is. Records are frozen by agreement.
 */
export class World {
  private readonly dirty = new Set<string>();
  private readonly history = new History(emptyTables(), (change, direction) => this.onPut(change, direction));
  private readonly cells = new Cells<TableRecord | undefined>((key) => this.at(key));
  /** Pod keys by the name of their node; pods without one are in bucket `''`. */
  readonly podsByNode = new BucketIndex<ObjectRecord>((record) => (record.resource === 'pods' ? nodeNameOf(record) : undefined));
  /** Object keys by the uid of the owner that controls them. */
  readonly byOwner = new BucketIndex<ObjectRecord>((record) => controllerUid(record));
  /** Object keys by resource, such as `deployments`. */
  readonly byResource = new BucketIndex<ObjectRecord>((record) => record.resource);
  /** Machine names by role: `worker`, `control-plane`, `outside`. */
  readonly machinesByRole = new BucketIndex<MachineRecord>((record) => record.role);
  /** Names of machines without power, all in bucket `''`. */
  readonly poweredOff = new BucketIndex<MachineRecord>((record) => (record.powered ? undefined : ''));
  /** Names of workers by zone. */
  readonly nodesByZone = new BucketIndex<MachineRecord>((record) => (record.role === 'worker' ? record.zone : undefined));
  /** Actor ids by machine. */
  readonly actorsByMachine = new BucketIndex<ActorRecord>((record) => record.machine);
  /** Keys of link faults, all in bucket `''`. */
  readonly linkFaults = new BucketIndex<LinkRecord>(() => '');

  get tables(): Tables {
    return this.history.tables as unknown as Tables;
  }

  /** Looking back further than this is not possible. */
  get earliestUs(): number {
    return this.history.earliestUs;
  }

  /** Takes in what a frame brought. `live`: the tables follow; otherwise they stay where they are. */
  append(changes: readonly WireChange[], live: boolean): void {
    if (changes.length === 0) return;
    this.history.append(changes);
    if (!live) return;
    this.history.toEnd();
    this.tell();
  }

  /** Folds the tables to an instant; Infinity is the newest. */
  seekTo(us: number): void {
    this.history.seek(us);
    this.tell();
  }

  /** Forgets what happened after `us`: another future begins there. */
  truncate(us: number): void {
    this.history.truncate(us);
    this.tell();
  }

  clear(): void {
    this.history.clear();
    this.tell();
  }

  /** The changes with atUs in (fromUs, toUs], oldest first, wherever the tables stand. */
  between(fromUs: number, toUs: number): readonly WireChange[] {
    return this.history.between(fromUs, toUs);
  }

  get<T extends TableName>(table: T, key: string): RecordOf[T] | undefined {
    return this.history.tables[table].get(key) as RecordOf[T] | undefined;
  }

  object(key: string): ObjectRecord | undefined {
    return this.get('objects', key);
  }

  /** A record to watch: `useStore(world.cell('objects', 'pods/default/web'))`. */
  cell<T extends TableName>(table: T, key: string): Cell<RecordOf[T] | undefined> {
    return this.cells.cell(address(table, key)) as Cell<RecordOf[T] | undefined>;
  }

  private at(cellKey: string): TableRecord | undefined {
    const colon = cellKey.indexOf(':');
    return this.history.tables[cellKey.slice(0, colon) as TableName].get(cellKey.slice(colon + 1));
  }

  private onPut(change: Change, direction: 'forward' | 'backward'): void {
    const forward = direction === 'forward';
    const from = forward ? change.before : change.after;
    const to = forward ? change.after : change.before;
    this.dirty.add(address(change.table, change.key));
    for (const index of this.indexesOf(change.table)) index.put(change.key, from, to);
  }

  private indexesOf(table: TableName): readonly BucketIndex<TableRecord>[] {
    return (this.indexes ??= this.allIndexes())[table];
  }

  private indexes: Readonly<Record<TableName, readonly BucketIndex<TableRecord>[]>> | undefined;

  private allIndexes(): Readonly<Record<TableName, readonly BucketIndex<TableRecord>[]>> {
    const of = (...indexes: readonly unknown[]): readonly BucketIndex<TableRecord>[] => indexes as readonly BucketIndex<TableRecord>[];
    return {
      objects: of(this.podsByNode, this.byOwner, this.byResource),
      actors: of(this.actorsByMachine),
      machines: of(this.machinesByRole, this.poweredOff, this.nodesByZone),
      links: of(this.linkFaults),
    };
  }

  private tell(): void {
    const changed = [...this.dirty];
    this.dirty.clear();
    this.cells.tell(changed);
    for (const indexes of Object.values((this.indexes ??= this.allIndexes()))) for (const index of indexes) index.tell();
  }
}
