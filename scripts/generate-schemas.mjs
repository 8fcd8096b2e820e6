// Writes src/simulation/kinds/schema/generated/ from the types of the package kubernetes-types (v1.30) and from
// scripts/schema-additions.mjs (what v1.31 and v1.32 added, and what TypeScript's types cannot say).
// Run it by hand after changing either: node scripts/generate-schemas.mjs
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { additions, kinds, scalars } from './schema-additions.mjs';

const home = dirname(dirname(fileURLToPath(import.meta.url)));
const types = dirname(createRequire(import.meta.url).resolve('kubernetes-types/package.json'));
const out = join(home, 'src/simulation/kinds/schema/generated');

/** Go types that are not structs, and how the schema writes them. */
const special = { Time: 't', MicroTime: 'u', Quantity: 'q', RawExtension: '*', FieldsV1: '*', JSON: '*', JSONSchemaPropsOrArray: '*', JSONSchemaPropsOrBool: '*', JSONSchemaPropsOrStringArray: '*' };

const files = new Map();
function fileOf(path) {
  if (!files.has(path)) files.set(path, readTypes(path));
  return files.get(path);
}

function readTypes(path) {
  const source = ts.createSourceFile(path, readFileSync(join(types, `${path}.d.ts`), 'utf8'), ts.ScriptTarget.Latest, true);
  const declarations = new Map();
  const imports = new Map();
  for (const statement of source.statements) {
    if (ts.isInterfaceDeclaration(statement)) declarations.set(statement.name.text, statement);
    if (!ts.isImportDeclaration(statement)) continue;
    const from = join(dirname(path), statement.moduleSpecifier.text);
    for (const element of statement.importClause.namedBindings.elements) imports.set(element.name.text, from);
  }
  return { declarations, imports };
}

const structures = new Map();
const owners = new Map();

/** Names are Go's; where two groups have a struct of one name, the later one gets its group before it. */
function nameOf(path, name) {
  const owner = owners.get(name);
  if (owner === undefined || owner === path) {
    owners.set(name, path);
    return name;
  }
  const full = `${path.split('/')[0]}.${name}`;
  if ((owners.get(full) ?? path) !== path) throw new Error(`three structs are named ${name}`);
  owners.set(full, path);
  return full;
}

function visit(path, name) {
  const { declarations, imports } = fileOf(path);
  if (imports.has(name)) return visit(imports.get(name), name);
  const full = nameOf(path, name);
  if (structures.has(full)) return full;
  const fields = new Map();
  const structure = { description: docOf(declarations.get(name)), fields };
  structures.set(full, structure);
  for (const member of declarations.get(name).members) {
    const field = member.name.text ?? member.name.getText();
    fields.set(field, { type: typeOf(path, full, field, member.type), required: member.questionToken === undefined, description: docOf(member) });
  }
  for (const [field, added] of Object.entries(additions[full] ?? {})) addField(fields, field, added);
  return full;
}

function addField(fields, field, added) {
  if (added === null) return fields.delete(field);
  const type = added.type.replace(/@([\w.]+)/, (_, name) => `@${visitAdded(name)}`);
  fields.set(field, { type, required: added.required === true, description: added.description ?? fields.get(field)?.description ?? '' });
}

/** A struct that an addition names: one of the additions, or one of core/v1 or meta/v1. */
function visitAdded(name) {
  if (structures.has(name)) return name;
  for (const path of ['core/v1', 'meta/v1']) if (fileOf(path).declarations.has(name)) return visit(path, name);
  const fields = new Map();
  structures.set(name, { description: '', fields });
  if (additions[name] === undefined) throw new Error(`nobody knows ${name}`);
  for (const [field, added] of Object.entries(additions[name])) addField(fields, field, added);
  return name;
}

function typeOf(path, struct, field, node) {
  const named = scalars[`${struct}.${field}`];
  if (named !== undefined) return named;
  if (ts.isTypeReferenceNode(node)) {
    const name = node.typeName.getText();
    if (name === 'Array') return `[${typeOf(path, struct, field, node.typeArguments[0])}`;
    return special[name] ?? `@${visit(path, name)}`;
  }
  if (ts.isTypeLiteralNode(node)) return `{${typeOf(path, struct, field, node.members[0].type)}`;
  if (ts.isArrayTypeNode(node)) return `[${typeOf(path, struct, field, node.elementType)}`;
  if (ts.isUnionTypeNode(node)) return 'x';
  if (node.kind === ts.SyntaxKind.NumberKeyword) return scalars[field] ?? 'i';
  if (node.kind === ts.SyntaxKind.BooleanKeyword) return 'b';
  if (node.kind === ts.SyntaxKind.StringKeyword || ts.isLiteralTypeNode(node)) return 's';
  throw new Error(`${struct}.${field}: ${node.getText()}`);
}

function docOf(node) {
  const [doc] = node.jsDoc ?? [];
  const text = typeof doc?.comment === 'string' ? doc.comment : (doc?.comment ?? []).map((part) => part.text).join('');
  return text.trim();
}

const byName = ([a], [b]) => (a < b ? -1 : a > b ? 1 : 0);
const roots = kinds.map(([apiVersion, path, kind]) => [`${apiVersion}/${kind}`, path === '' ? visitAdded(kind) : visit(path, kind)]);

/** 'replicas:i,selector!:@LabelSelector' */
function line({ fields }) {
  return [...fields].sort(byName).map(([field, { type, required }]) => `${field}${required ? '!' : ''}:${type}`).join(',');
}

const header = '// Written by scripts/generate-schemas.mjs; do not edit.\n';
const sorted = [...structures].sort(byName);
mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'structures.ts'), `${header}
/** 'group/version/Kind' → Go struct. */
export const rootStructs: Readonly<Record<string, string>> = ${JSON.stringify(Object.fromEntries(roots.sort(byName)), null, 1)}

/** Go struct → its fields: 'name:type', '!' after a required one's name. See ../structure.ts for the types. */
export const structures: Readonly<Record<string, string>> = {
${sorted.map(([name, structure]) => `${JSON.stringify(name)}:${JSON.stringify(line(structure))},`).join('\n')}
}
`);

const descriptions = Object.fromEntries(sorted.map(([name, { description, fields }]) =>
  [name, { '': description, ...Object.fromEntries([...fields].filter(([, field]) => field.description !== '').sort(byName).map(([field, f]) => [field, f.description])) }]));
writeFileSync(join(out, 'descriptions.json'), `${JSON.stringify(descriptions, null, 0)}\n`);
console.log(`${structures.size} structs`);
