import type { KubeObject } from '../apimachinery/meta.ts';
import { ageOf } from './age.ts';
import type { Printer, PrinterColumn } from './kind.ts';

/** A column that is always printed. */
export function column(name: string, description: string, type: PrinterColumn['type'] = 'string'): PrinterColumn {
  return { name, type, format: '', description, priority: 0 };
}

/** A column of `-o wide`. */
export function wideColumn(name: string, description: string, type: PrinterColumn['type'] = 'string'): PrinterColumn {
  return { name, type, format: '', description, priority: 1 };
}

export const nameColumn: PrinterColumn = {
  name: 'Name', type: 'string', format: 'name', priority: 0,
  description: 'Name must be unique within a namespace. Is required when creating resources.',
};

export const ageColumn = column('Age', 'CreationTimestamp is the time at which the object was created, in UTC.');

/** What kinds without columns of their own print. */
export const nameAndAge: Printer = {
  columns: [nameColumn, ageColumn],
  row: (object: KubeObject, nowUs) => [object.metadata.name ?? '', ageOf(object.metadata.creationTimestamp, nowUs)],
};

/** The value, or '<none>' for an empty one. */
export function orNone(text: string | undefined | null): string {
  return text === undefined || text === null || text === '' ? '<none>' : text;
}

/** 'a=b,c=d' sorted by key, '<none>' without labels. Source: apimachinery labels, FormatLabels. */
export function labelText(labels: Readonly<Record<string, string>> | undefined | null): string {
  const entries = Object.entries(labels ?? {}).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return orNone(entries.map(([key, value]) => `${key}=${value}`).join(','));
}

/** Names and images of a template's containers, as `-o wide` prints them. */
export function containerCells(containers: readonly { readonly name: string; readonly image?: string }[] | undefined): [string, string] {
  const list = containers ?? [];
  return [list.map((c) => c.name).join(','), list.map((c) => c.image ?? '').join(',')];
}

export const containerColumns: readonly PrinterColumn[] = [
  wideColumn('Containers', 'Names of each container in the template.'),
  wideColumn('Images', 'Images referenced by each container in the template.'),
];
