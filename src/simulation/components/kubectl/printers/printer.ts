import type { KubeObject } from '../../../apimachinery/meta.ts';
import { fail } from '../errors.ts';
import { JsonPathError, printTemplate, printValue, valuesAt } from '../jsonpath/evaluate.ts';
import { parseTemplate, relaxed } from '../jsonpath/parse.ts';
import type { Mapping } from '../arguments/mapping.ts';
import { alignTabs, tableTabs } from '../tabwriter.ts';
import { parseApiVersion } from '../../../apimachinery/group.ts';
import type { Flags } from '../arguments/parse.ts';
import { goJsonIndented } from './json.ts';
import { toYaml } from './yaml.ts';
import { printGoTemplate } from './go-template.ts';

/** An object or a list as text. */
export type Printer = (object: KubeObject | ObjectList) => string;

/** What kubectl itself makes of several objects. */
export interface ObjectList {
  readonly apiVersion: 'v1';
  readonly kind: 'List';
  readonly metadata: { readonly resourceVersion: '' };
  readonly items: readonly KubeObject[];
}

export const listOf = (items: readonly KubeObject[]): ObjectList => ({ apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items });

const getFormats = 'custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,name,template,templatefile,wide,yaml';
const changeFormats = 'go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,name,template,templatefile,yaml';

const itemsOf = (object: KubeObject | ObjectList): readonly KubeObject[] => (isList(object) ? (object.items as readonly KubeObject[]) : [object as KubeObject]);
const isList = (object: KubeObject | ObjectList): boolean => object.kind.endsWith('List') && Array.isArray(object.items);

/**
 * The printer of `-o FORMAT`, or undefined for kubectl's own table or message. `operation` such as 'created' completes `-o name` output of commands
 * that change something.
 */
export function printerFor(flags: Flags, forGet = false): Printer | undefined {
  const format = flags.text('output');
  const template = flags.text('template');
  if (format === '' && template !== '') return goTemplate(template);
  if (format === '' || (forGet && format === 'wide')) return undefined;
  const bare = managed(flags.bool('show-managed-fields'));
  const [, name, argument] = /^([^=]*)=?([\s\S]*)$/.exec(format) ?? [];
  switch (name) {
    case 'yaml':
      return (object) => toYaml(bare(object));
    case 'json':
      return (object) => `${goJsonIndented(bare(object))}\n`;
    case 'name':
      return (object) => itemsOf(object).map((item) => `${nameOf(item)}\n`).join('');
    case 'jsonpath':
      return jsonPath(argument || template, bare);
    case 'jsonpath-as-json':
      return (object) => `${goJsonIndented(parseAndCollect(argument || template, bare(object)))}\n`;
    case 'go-template':
    case 'template':
      return goTemplate(argument || template);
    case 'custom-columns':
      if (forGet) return customColumns(argument, flags.bool('no-headers'));
      break;
  }
  return fail(`unable to match a printer suitable for the output format "${name}", allowed formats are: ${forGet ? getFormats : changeFormats}`);
}

function parseAndCollect(template: string, object: unknown): unknown[] {
  return valuesAt(template, object);
}

function goTemplate(template: string): Printer {
  if (template === '') fail('template format specified but no template given');
  return (object) => printGoTemplate(template, object);
}

function jsonPath(template: string, bare: (object: KubeObject | ObjectList) => unknown): Printer {
  if (template === '') fail('template format specified but no template given');
  const pieces = parseTemplate(template);
  return (object) => {
    try {
      return printTemplate(pieces, bare(object));
    } catch (error) {
      if (!(error instanceof JsonPathError)) throw error;
      return fail(`error executing jsonpath "${template.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}": Error executing template: ${error.message}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template}\n\tobject given to jsonpath engine was:\n\t\t${goMap(bare(object))}\n\n`);
    }
  };
}

/** Go's %#v of decoded JSON. */
function goMap(value: unknown): string {
  if (Array.isArray(value)) return `[]interface {}{${value.map(goMap).join(', ')}}`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
    return `map[string]interface {}{${entries.map(([key, item]) => `${JSON.stringify(key)}:${goMap(item)}`).join(', ')}}`;
  }
  return value === null ? 'interface {}(nil)' : typeof value === 'string' ? JSON.stringify(value) : String(value);
}

/** 'pod/web' or 'deployment.apps/web'. */
export function nameOf(object: KubeObject): string {
  const { group } = parseApiVersion(object.apiVersion);
  const kind = object.kind.toLowerCase();
  return `${group === '' ? kind : `${kind}.${group}`}/${object.metadata.name ?? ''}`;
}

export const nameOfMapping = (mapping: Mapping, name: string): string => `${mapping.group === '' ? mapping.kind.toLowerCase() : `${mapping.kind.toLowerCase()}.${mapping.group}`}/${name}`;

/** Leaves managedFields away, unless they are wanted. */
function managed(shown: boolean): (object: KubeObject | ObjectList) => unknown {
  const strip = (object: KubeObject): KubeObject => {
    if (object.metadata?.managedFields === undefined) return object;
    const { managedFields, ...metadata } = object.metadata;
    void managedFields;
    return { ...object, metadata };
  };
  if (shown) return (object) => object;
  return (object) => (isList(object) ? { ...object, items: itemsOf(object).map(strip) } : strip(object as KubeObject));
}

/** `NAME:.metadata.name,…`. Source: kubectl cmd/get/customcolumn.go. */
function customColumns(spec: string, noHeaders: boolean): Printer {
  if (spec === '') fail('custom-columns format specified but no custom columns given');
  const columns = spec.split(',').map((part) => {
    const colon = part.indexOf(':');
    if (colon < 0) fail(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    return { header: part.slice(0, colon), path: relaxed(part.slice(colon + 1)) };
  });
  return (object) => {
    const rows = itemsOf(object).map((item) => columns.map(({ path }) => customCell(path, item)).join('\t'));
    const lines = noHeaders ? rows : [columns.map((column) => column.header).join('\t'), ...rows];
    return lines.length === 0 ? '' : `${alignTabs(lines.join('\n'), tableTabs)}\n`;
  };
}

function customCell(path: string, item: KubeObject): string {
  const values = valuesAt(path, item);
  return values.length === 0 ? '<none>' : values.map((value) => goPlain(value)).join(',');
}

/** Go's %v of decoded JSON: `map[a:b]`, `[x y]`. */
export function goPlain(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goPlain).join(' ')}]`;
  if (typeof value !== 'object') return printValue(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([key, item]) => `${key}:${goPlain(item)}`).join(' ')}]`;
}
