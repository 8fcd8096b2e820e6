import type { Table, TableColumnDefinition, TableRow } from '../../../apimachinery/request.ts';
import { compareStrings } from '../../../apimachinery/equality.ts';
import { alignRows, tableTabs } from '../tabwriter.ts';

export interface TablePrintOptions {
  readonly wide?: boolean;
  readonly noHeaders?: boolean;
  readonly withNamespace?: boolean;
  /** 'pod' or 'deployment.apps': put before each name. */
  readonly withKind?: string;
  readonly showLabels?: boolean;
  readonly labelColumns?: readonly string[];
  /** A column in front, of `--output-watch-events`. */
  readonly eventOf?: (row: TableRow) => string;
  /** Column widths of what was printed before; grows. */
  readonly widths?: number[];
}

/** The lines of a table, header first, aligned. Source: cli-runtime printers/tableprinter.go. */
export function printTable(table: Pick<Table, 'columnDefinitions' | 'rows'>, options: TablePrintOptions): string {
  const shown = table.columnDefinitions.map((column, i) => ({ column, i })).filter(({ column }) => options.wide || column.priority === 0);
  const lines = table.rows.map((row) => rowCells(row, shown.map(({ i }) => i), table.columnDefinitions, options));
  if (!options.noHeaders) lines.unshift(headerCells(shown.map(({ column }) => column), options));
  return lines.length === 0 ? '' : `${alignRows(lines, tableTabs, options.widths)}\n`;
}

function headerCells(columns: readonly TableColumnDefinition[], options: TablePrintOptions): string[] {
  return [
    ...(options.eventOf ? ['EVENT'] : []),
    ...(options.withNamespace ? ['NAMESPACE'] : []),
    ...columns.map((column) => column.name.toUpperCase()),
    ...(options.labelColumns ?? []).map((label) => label.slice(label.lastIndexOf('/') + 1).toUpperCase()),
    ...(options.showLabels ? ['LABELS'] : []),
  ];
}

function rowCells(row: TableRow, shown: readonly number[], columns: readonly TableColumnDefinition[], options: TablePrintOptions): string[] {
  const metadata = row.object?.metadata;
  const labels = metadata?.labels ?? {};
  const nameOf = (i: number): string => (options.withKind !== undefined && columns[i].format === 'name' ? `${options.withKind}/${cell(row.cells[i])}` : cell(row.cells[i]));
  return [
    ...(options.eventOf ? [options.eventOf(row)] : []),
    ...(options.withNamespace ? [metadata?.namespace ?? ''] : []),
    ...shown.map(nameOf),
    ...(options.labelColumns ?? []).map((label) => labels[label] ?? ''),
    ...(options.showLabels ? [labelText(labels)] : []),
  ];
}

/** 'a=b,c=d' by key, or '<none>'. */
export function labelText(labels: Readonly<Record<string, string>> | undefined): string {
  const entries = Object.entries(labels ?? {}).sort(([a], [b]) => compareStrings(a, b));
  return entries.length === 0 ? '<none>' : entries.map(([key, value]) => `${key}=${value}`).join(',');
}

function cell(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return '<none>';
  const text = String(value);
  const end = text.search(/[\f\n\r]/);
  return end < 0 ? text : `${text.slice(0, end)}...`;
}
