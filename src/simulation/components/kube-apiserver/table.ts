import type { KubeObject } from '../../apimachinery/meta.ts';
import type { ApiQuery, Table, TableColumnDefinition, TableRow } from '../../apimachinery/request.ts';
import type { Kind } from '../../kinds/kind.ts';

const definitions = new WeakMap<Kind, readonly TableColumnDefinition[]>();

function columnsOf(kind: Kind): readonly TableColumnDefinition[] {
  let columns = definitions.get(kind);
  if (columns === undefined) {
    columns = kind.printer.columns.map(({ name, type, format, description, priority }) => ({ name, type, format: format ?? (name === 'Name' ? 'name' : ''), description, priority }));
    definitions.set(kind, columns);
  }
  return columns;
}

/**
 * Objects as the server prints them.
 * Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/endpoints/handlers/response.go, asTable.
 */
export function tableOf(kind: Kind, objects: readonly KubeObject[], metadata: Table['metadata'], nowUs: number, include: ApiQuery['includeObject']): Table {
  const rows = objects.map((object): TableRow => ({ cells: kind.printer.row(object, nowUs), ...rowObject(object, include) }));
  return { kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata, columnDefinitions: columnsOf(kind), rows };
}

function rowObject(object: KubeObject, include: ApiQuery['includeObject']): { object?: KubeObject } {
  if (include === 'None') return {};
  return { object: include === 'Object' ? object : partialMetadata(object) };
}

/** Only what an object is called, labelled with and owned by. */
export function partialMetadata(object: KubeObject): KubeObject {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata };
}
