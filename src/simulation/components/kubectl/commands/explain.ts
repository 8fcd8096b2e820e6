import { explainType, fieldAt, type FieldSchema, innermost, kindSchema, type StructSchema, structSchema } from '../../../kinds/schema/structure.ts';
import { bool, text } from '../arguments/flags.ts';
import { apiVersionOfMapping, type Mapping, mappingOf } from '../arguments/mapping.ts';
import type { Command } from '../command.ts';
import { fail, KubectlError } from '../errors.ts';
import type { Session } from '../session.ts';

const WIDTH = 80;

/** Source: kubectl pkg/explain/v2/templates/plaintext.tmpl. */
export const explain: Command = {
  name: 'explain',
  flags: [bool('recursive'), text('api-version'), text('output', undefined, 'plaintext')],
  *run(session, { args, flags }) {
    if (args.length === 0) fail('You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.');
    const [type, ...path] = args[0].replace(/\.$/, '').split('.');
    const mapping = yield* explained(session, type);
    const version = flags.text('api-version') || apiVersionOfMapping(mapping);
    const schema = kindSchema(version, mapping.kind) ?? fail(`couldn't find resource for "${version}, Kind=${mapping.kind}"`);
    session.out(heading(mapping, version));
    if (path.length === 0) return session.out(describeStruct(session, schema, flags.bool('recursive')));
    const field = fieldAt(schema, path);
    if (!field) throw new KubectlError(`error: field "${path.find((_, i) => !fieldAt(schema, path.slice(0, i + 1))) ?? ''}" does not exist`);
    session.out(describeField(session, schema, path, field, flags.bool('recursive')));
  },
};

function* explained(session: Session, type: string): ReturnType<typeof mappingOf> {
  try {
    return yield* mappingOf(session, type);
  } catch {
    throw new KubectlError(`the server doesn't have a resource type "${type}"`);
  }
}

function heading(mapping: Mapping, version: string): string {
  const [group, number] = version.includes('/') ? version.split('/') : ['', version];
  return `${group === '' ? '' : `GROUP:      ${group}\n`}KIND:       ${mapping.kind}\nVERSION:    ${number}\n\n`;
}

function describeStruct(session: Session, schema: StructSchema, recursive: boolean): string {
  return `DESCRIPTION:\n${wrap(session.context.describeField?.(schema.name, '') ?? '<empty>', 4)}\n\nFIELDS:\n${fieldsOf(session, schema, recursive)}\n`;
}

function describeField(session: Session, root: StructSchema, path: readonly string[], field: FieldSchema, recursive: boolean): string {
  const parentField = path.length === 1 ? undefined : fieldAt(root, path.slice(0, -1));
  const parent = parentField ? structSchema(innermost(parentField.type).struct ?? '') : root;
  const { struct } = innermost(field.type);
  const own = session.context.describeField?.(parent.name, field.name);
  const inner = struct === undefined ? undefined : session.context.describeField?.(struct, '');
  const about = [own, inner].filter((one): one is string => one !== undefined && one !== '').map((one) => wrap(one, 4)).join('\n');
  const head = `FIELD: ${field.name} <${explainType(field.type)}>\n\n\nDESCRIPTION:\n${about === '' ? '    <no description>' : about}\n\n`;
  return struct === undefined ? head.replace('\n\n\nDESCRIPTION', '\n\nDESCRIPTION') : `${head}FIELDS:\n${fieldsOf(session, structSchema(struct), recursive)}\n`;
}

function fieldsOf(session: Session, schema: StructSchema, recursive: boolean): string {
  return [...schema.fields.values()].map((field) => (recursive ? recursiveLine(field, 1, new Set([schema.name])) : fieldText(session, schema, field))).join('');
}

function fieldText(session: Session, schema: StructSchema, field: FieldSchema): string {
  const about = session.context.describeField?.(schema.name, field.name);
  return `  ${field.name}\t<${explainType(field.type)}>${field.required ? ' -required-' : ''}\n${wrap(about ?? '<no description>', 4)}\n\n`;
}

/** A struct that holds itself is not opened again. */
function recursiveLine(field: FieldSchema, depth: number, above: ReadonlySet<string>): string {
  const line = `${'  '.repeat(depth)}${field.name}\t<${explainType(field.type)}>${field.required ? ' -required-' : ''}\n`;
  const { struct } = innermost(field.type);
  if (struct === undefined || above.has(struct)) return line;
  const inner = [...structSchema(struct).fields.values()].map((one) => recursiveLine(one, depth + 1, new Set([...above, struct])));
  return line + inner.join('');
}

/** Breaks paragraphs at spaces so that a line with its margin fits. */
function wrap(source: string, margin: number): string {
  const indent = ' '.repeat(margin);
  return source.split('\n').map((paragraph) => wrapLine(paragraph, WIDTH - margin).map((line) => (line === '' ? '' : indent + line)).join('\n')).join('\n');
}

function wrapLine(paragraph: string, width: number): string[] {
  const lines: string[] = [];
  const [indent] = /^ */.exec(paragraph) ?? [''];
  let line = '';
  for (const word of paragraph.trim().split(/\s+/)) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line === '' ? '' : indent + line];
}
