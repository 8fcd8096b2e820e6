import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const sourceRoot = join(repository, 'src');

export interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
  /** From src/ ('simulation/engine/queue.ts'); undefined for a package. */
  readonly target: string | undefined;
}

/** Every TypeScript file under src/, as paths from src/ with '/' on every system, sorted. */
export function sourceFiles(): string[] {
  return readdirSync(sourceRoot, { recursive: true })
    .map((file) => String(file).replaceAll('\\', '/'))
    .filter((file) => /\.tsx?$/.test(file))
    .sort();
}

export function isTest(file: string): boolean {
  return /\.(test|bench|sweep)\.tsx?$/.test(file);
}

export function read(file: string): string {
  return readFileSync(join(sourceRoot, file), 'utf8');
}

/** Static and dynamic imports, re-exports, and the workers named by `new URL('./x.ts', import.meta.url)`. */
export function importsOf(file: string): Import[] {
  const text = read(file);
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false, file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const found = source.statements.flatMap((statement) => (isModuleStatement(statement) ? fromStatement(file, statement) : []));
  for (const [, specifier] of text.matchAll(/(?:\bimport\(\s*|new URL\(\s*)['"]([^'"]+)['"]/g)) found.push(resolved(file, specifier!, false));
  return found;
}

type ModuleStatement = ts.ImportDeclaration | ts.ExportDeclaration;

function isModuleStatement(statement: ts.Statement): statement is ModuleStatement {
  return ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement);
}

function fromStatement(file: string, statement: ModuleStatement): Import[] {
  if (statement.moduleSpecifier === undefined) return [];
  const typeOnly = ts.isExportDeclaration(statement) ? statement.isTypeOnly : statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
  return [resolved(file, (statement.moduleSpecifier as ts.StringLiteral).text, typeOnly)];
}

function resolved(file: string, specifier: string, typeOnly: boolean): Import {
  const relative = specifier.startsWith('./') || specifier.startsWith('../');
  const target = relative ? posix.normalize(posix.join(posix.dirname(file), specifier.replace(/\?.*$/, ''))) : undefined;
  return { specifier, typeOnly, target };
}
