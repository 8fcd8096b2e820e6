import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { Table, TableRow } from '../../../apimachinery/request.ts';
import { isStatusFailure, type Status } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import { bool, fileFlags, int, optional, outputFlags, selectorFlag, strings, text } from '../arguments/flags.ts';
import { type Mapping, printedKind } from '../arguments/mapping.ts';
import { type Info, readInfos, type Target, targetsOf, type Targets, unfound } from '../arguments/targets.ts';
import type { Command, Invocation } from '../command.ts';
import { fail, type Failure, failWithAll } from '../errors.ts';
import { orderOf, valuesAt } from '../jsonpath/evaluate.ts';
import { listOf, type Printer, printerFor } from '../printers/printer.ts';
import { printTable, type TablePrintOptions } from '../printers/table.ts';
import { placeOf, type Session } from '../session.ts';
import { raw } from './raw.ts';
import { watchObjects } from './get-watch.ts';

export const get: Command = {
  name: 'get',
  flags: [
    ...outputFlags, ...fileFlags, selectorFlag, text('field-selector'), bool('all-namespaces', 'A'), bool('watch', 'w'), bool('watch-only'), bool('output-watch-events'),
    bool('ignore-not-found'), bool('no-headers'), bool('show-kind'), bool('show-labels'), strings('label-columns', 'L'), text('sort-by'), int('chunk-size', 500),
    bool('server-print', undefined, true), text('raw'), text('subresource'), optional('validate', 'strict', ''),
  ],
  *run(session, invocation) {
    const { args, flags } = invocation;
    if (flags.text('raw') !== '') return yield* raw(session, 'get', flags.text('raw'));
    if (args.length === 0 && flags.list('filename').length === 0 && flags.text('kustomize') === '') {
      fail(`You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\nerror: Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).\nSee 'kubectl get -h' for help and examples`.replace(/^/, ''));
    }
    const printer = printerFor(flags, true);
    const found = yield* targetsOf(session, args, flags);
    if (flags.bool('watch') || flags.bool('watch-only')) return yield* watchObjects(session, invocation, found, printer);
    if (printer) yield* printObjects(session, invocation, found, printer);
    else yield* printTables(session, invocation, found);
  },
};

function* printObjects(session: Session, { flags }: Invocation, found: Targets, printer: Printer): Process<void> {
  const { infos, failures } = yield* readInfos(session, found);
  const left = flags.bool('ignore-not-found') ? failures.filter((failure) => failure.status?.reason !== 'NotFound') : failures;
  if (found.single && infos.length === 0) return failWithAll(left);
  const sorted = sortBy(infos.map((info) => info.object), flags.text('sort-by'));
  if (infos.length > 0 || left.length === 0) session.out(found.single && sorted.length === 1 ? printer(sorted[0]) : printer(listOf(sorted)));
  failWithAll(left);
}

/** By the value at a path, what has none first. */
function sortBy(objects: readonly KubeObject[], path: string): readonly KubeObject[] {
  if (path === '') return objects;
  return sorted(objects, path, (object) => object);
}

function sorted<T>(things: readonly T[], path: string, objectOf: (thing: T) => unknown): T[] {
  const keyed = things.map((thing) => ({ thing, value: valuesAt(path, objectOf(thing))[0] }));
  if (keyed.length > 0 && keyed.every(({ value }) => value === undefined)) fail(`couldn't find any field with path "{${path.replace(/^\{|\}$/g, '')}}" in the list of objects`);
  return missingFirst(keyed).map(({ thing }) => thing);
}

/** What lacks the field stands first, the last listed foremost: so it comes out of kubectl's sorting. */
function missingFirst<T extends { readonly value: unknown }>(keyed: readonly T[]): T[] {
  const missing = keyed.filter(({ value }) => value === undefined).reverse();
  return [...missing, ...keyed.filter(({ value }) => value !== undefined).sort((a, b) => orderOf(a.value, b.value))];
}

interface Printed {
  readonly target: Target;
  readonly table: Table;
}

function* printTables(session: Session, { flags }: Invocation, found: Targets): Process<void> {
  const failures: Failure[] = [...found.failures];
  const tables: Printed[] = [];
  for (const target of found.targets) {
    const reply = yield* readTable(session, target, flags.text('sort-by') !== '');
    if (!isStatusFailure(reply)) tables.push({ target, table: reply });
    else if (reply.reason !== 'NotFound' || !flags.bool('ignore-not-found')) failures.push({ status: reply, context: unfound(target) });
  }
  const merged = mergeTables(tables).filter(({ table }) => table.rows.length > 0);
  const withKind = flags.bool('show-kind') || new Set(found.targets.map((target) => target.mapping)).size > 1;
  merged.forEach(({ target, table }, i) => {
    const rows = flags.text('sort-by') === '' ? table.rows : sorted(table.rows, flags.text('sort-by'), (row) => row.object);
    session.out((i > 0 ? '\n' : '') + printTable({ ...table, rows }, { ...tableOptions(flags, target), withKind: withKind ? printedKind(target.mapping) : undefined }));
  });
  if (merged.length === 0 && failures.length === 0 && !flags.bool('ignore-not-found')) session.err(nothingFound(session, found, flags.bool('all-namespaces')));
  failWithAll(failures);
}

export function tableOptions(flags: Invocation['flags'], target: Target): TablePrintOptions {
  return {
    wide: flags.text('output') === 'wide', noHeaders: flags.bool('no-headers'), withNamespace: flags.bool('all-namespaces') && target.mapping.namespaced,
    showLabels: flags.bool('show-labels'), labelColumns: flags.list('label-columns'),
  };
}

function nothingFound(session: Session, found: Targets, everywhere: boolean): string {
  const namespaced = found.targets.every((target) => target.mapping.namespaced);
  return namespaced && !everywhere ? `No resources found in ${session.namespace} namespace.\n` : 'No resources found\n';
}

/** Rows of the same resource stand under one header, as long as nothing else comes between. */
function mergeTables(tables: readonly Printed[]): Printed[] {
  const merged: Printed[] = [];
  for (const { target, table } of tables) {
    const last = merged.at(-1);
    if (last?.target.mapping === target.mapping) merged[merged.length - 1] = { target, table: { ...last.table, rows: [...last.table.rows, ...table.rows] } };
    else merged.push({ target, table });
  }
  return merged;
}

/** A target's table as the server prints it. */
export function* readTable(session: Session, target: Target, whole: boolean): Process<Table | Status> {
  const { mapping, namespace, name, labelSelector, fieldSelector } = target;
  const query = { labelSelector, fieldSelector, ...(whole ? { includeObject: 'Object' as const } : {}), ...(name === undefined ? { limit: 500 } : {}) };
  const request = { ...placeOf(mapping, namespace), verb: name === undefined ? ('list' as const) : ('get' as const), name, query, accept: 'table' as const };
  const rows: TableRow[] = [];
  let table: Table;
  let token: string | undefined;
  do {
    const reply: Table | Status = yield* session.send<Table>({ ...request, query: token ? { ...query, continue: token } : query });
    if (isStatusFailure(reply)) return reply;
    table = reply;
    rows.push(...table.rows);
    token = table.metadata?.continue;
  } while (token);
  return { ...table, rows };
}

export type { Info, Mapping };
