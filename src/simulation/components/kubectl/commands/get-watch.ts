import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { Table, WatchEvent } from '../../../apimachinery/request.ts';
import { isStatusFailure } from '../../../apimachinery/status.ts';
import type { WatchAnswer } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import type { Target, Targets } from '../arguments/targets.ts';
import type { Invocation } from '../command.ts';
import { fail, failWith } from '../errors.ts';
import { Mailbox } from '../mailbox.ts';
import type { Printer } from '../printers/printer.ts';
import { printTable } from '../printers/table.ts';
import { placeOf, type Session } from '../session.ts';
import { readTable, tableOptions } from './get.ts';

/** `kubectl get -w`: prints what is there, then every change, until the watch ends. Source: kubectl cmd/get/get.go, watch. */
export function* watchObjects(session: Session, invocation: Invocation, found: Targets, printer: Printer | undefined): Process<void> {
  if (found.targets.length !== 1) fail('watch is only supported on individual resources and resource collections - more than 1 resource was found');
  const watcher = new Watcher(session, invocation, found.targets[0], printer);
  const revision = yield* watcher.list();
  yield* watcher.follow(revision);
}

class Watcher {
  private headerPrinted: boolean;
  private readonly widths: number[] = [];
  private readonly session: Session;
  private readonly invocation: Invocation;
  private readonly target: Target;
  private readonly printer: Printer | undefined;

  constructor(session: Session, invocation: Invocation, target: Target, printer: Printer | undefined) {
    this.session = session;
    this.invocation = invocation;
    this.target = target;
    this.printer = printer;
    this.headerPrinted = invocation.flags.bool('no-headers');
  }

  /** Prints the present state and answers its revision. */
  *list(): Process<string> {
    const { flags } = this.invocation;
    const table = yield* readTable(this.session, this.target, this.printer !== undefined);
    if (isStatusFailure(table)) return failWith(table);
    if (!flags.bool('watch-only')) {
      if (this.printer) for (const row of table.rows) this.printObject('ADDED', row.object!);
      else if (table.rows.length > 0) this.printRows('ADDED', table);
    }
    const single = this.target.name === undefined ? undefined : table.rows[0]?.object?.metadata.resourceVersion;
    return table.metadata?.resourceVersion ?? single ?? '0';
  }

  *follow(resourceVersion: string): Process<void> {
    const { mapping, namespace, name, labelSelector, fieldSelector } = this.target;
    const only = name === undefined ? fieldSelector : `metadata.name=${name}`;
    const query = { labelSelector, fieldSelector: only, resourceVersion };
    const accept = this.printer ? ('object' as const) : ('table' as const);
    const answer = yield* this.session.send<WatchAnswer>({ ...placeOf(mapping, namespace), verb: 'watch', query, accept });
    if (isStatusFailure(answer)) return failWith(answer);
    const mailbox = new Mailbox<WatchEvent>(this.session.client.actor, (answer as WatchAnswer).stream);
    for (let event = yield* mailbox.next(); event !== undefined; event = yield* mailbox.next()) this.print(event);
  }

  private print(event: WatchEvent): void {
    if (event.type === 'BOOKMARK' || event.type === 'ERROR') return;
    if (this.printer) this.printObject(event.type, event.object);
    else this.printRows(event.type, event.object as unknown as Table);
  }

  private printObject(type: string, object: KubeObject): void {
    const text = this.printer!(object);
    this.session.out(this.invocation.flags.bool('output-watch-events') ? `${type}   ${text}` : text);
  }

  private printRows(type: string, table: Table): void {
    const eventOf = this.invocation.flags.bool('output-watch-events') ? (): string => type : undefined;
    this.session.out(printTable(table, { ...tableOptions(this.invocation.flags, this.target), noHeaders: this.headerPrinted, eventOf, widths: this.widths }));
    this.headerPrinted = true;
  }
}
