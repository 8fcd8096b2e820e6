import { sortedEntries } from '../printers/json.ts';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { Process } from '../../../engine/index.ts';
import type { Session } from '../session.ts';
import type { DescribeContext } from './describer.ts';
import { describeEvents } from './events.ts';
import type { Lines } from './lines.ts';

/** What is described field by field: every kind without a description of its own. Source: kubectl describe, genericDescriber. */
export function* describeGeneric(session: Session, object: KubeObject, lines: Lines, { showEvents }: DescribeContext): Process<void> {
  const { metadata, apiVersion, kind, ...rest } = object;
  const { name, namespace, labels, annotations, managedFields, ...more } = metadata;
  void managedFields;
  lines.line(`Name:\t${name}`);
  lines.line(`Namespace:\t${namespace ?? ''}`);
  lines.labels(0, labels);
  lines.annotations(annotations);
  const all = { apiVersion, kind, metadata: more, ...rest };
  for (const [field, value] of sortedEntries(all)) printField(field, value, 0, lines);
  if (showEvents) yield* describeEvents(session, object, lines);
}

function printField(field: string, value: unknown, level: number, lines: Lines): void {
  const title = smartLabel(field);
  if (Array.isArray(value)) return printList(title, value, level, lines);
  if (value !== null && typeof value === 'object') {
    lines.at(level, `${title}:`);
    for (const [key, item] of sortedEntries(value)) printField(key, item, level + 1, lines);
  } else lines.at(level, `${title}:\t${String(value)}`);
}

function printList(title: string, list: readonly unknown[], level: number, lines: Lines): void {
  lines.at(level, `${title}:`);
  for (const item of list) {
    if (item !== null && typeof item === 'object' && !Array.isArray(item)) for (const [key, value] of sortedEntries(item)) printField(key, value, level + 1, lines);
    else lines.at(level + 1, String(item));
  }
}

const acronyms = ['API', 'URL', 'UID', 'OSB', 'GUID'];

/** 'resourceVersion' to 'Resource Version'. Source: kubectl describe, smartLabelFor. */
function smartLabel(field: string): string {
  if (field.includes('.') || field.includes('/')) return field;
  const words = field.split(/(?=[A-Z][a-z])|(?<=[a-z0-9])(?=[A-Z])/);
  return words.map((word) => (acronyms.includes(word.toUpperCase()) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1))).join(' ');
}
