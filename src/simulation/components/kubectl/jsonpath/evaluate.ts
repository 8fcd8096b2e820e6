import { compareQuantities, parseQuantity } from '../../../apimachinery/quantity.ts';
import { compareStrings, deepEqual } from '../../../apimachinery/equality.ts';
import { goJson, sortedEntries } from '../printers/json.ts';
import { type Operand, parseTemplate, type Piece, relaxed, type Step } from './parse.ts';

/** A path that cannot be walked, such as an index beyond the end. */
export class JsonPathError extends Error {
  override name = 'JsonPathError';
}

/** What a template prints for an object. Fields that are not there print nothing. Source: client-go util/jsonpath, Execute. */
export function printTemplate(pieces: readonly Piece[], root: unknown): string {
  return pieces.map((piece) => printPiece(piece, root, root)).join('');
}

/** Parses and prints in one go. */
export function printJsonPath(template: string, root: unknown): string {
  return printTemplate(parseTemplate(template), root);
}

/** All values at a relaxed path such as `.metadata.name`. */
export function valuesAt(expression: string, root: unknown): unknown[] {
  const pieces = parseTemplate(relaxed(expression));
  return pieces.flatMap((piece) => (piece.type === 'path' ? walk(piece.steps, [root], root) : []));
}

function printPiece(piece: Piece, current: unknown, root: unknown): string {
  if (piece.type === 'text') return piece.text;
  const values = walk(piece.steps, [current], root);
  if (piece.type === 'path') return values.map(printValue).join(' ');
  return values.map((value) => piece.body.map((inner) => printPiece(inner, value, root)).join('')).join('');
}

/** Text as it is, everything else as JSON. */
export function printValue(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : goJson(value);
}

function walk(steps: readonly Step[], start: readonly unknown[], root: unknown): unknown[] {
  let values: unknown[] = [...start];
  for (const step of steps) values = values.flatMap((value) => take(step, value, root));
  return values;
}

function take(step: Step, value: unknown, root: unknown): unknown[] {
  switch (step.type) {
    case 'field':
      return fieldOf(value, step.name);
    case 'wildcard':
      return childrenOf(value);
    case 'recursive':
      return [value, ...descendants(value)];
    case 'slice':
      return Array.isArray(value) ? slice(value, step) : [];
    case 'union':
      return step.paths.flatMap((path) => walk(path, [value], root));
    case 'filter':
      return childrenOf(value).filter((item) => passes(step, item, root));
  }
}

function fieldOf(value: unknown, name: string): unknown[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [];
  const found = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
  return found === undefined ? [] : [found];
}

function childrenOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return value !== null && typeof value === 'object' ? sortedEntries(value).map(([, child]) => child) : [];
}

function descendants(value: unknown): unknown[] {
  return childrenOf(value).flatMap((child) => (child !== null && typeof child === 'object' ? [child, ...descendants(child)] : []));
}

function slice(list: readonly unknown[], step: Extract<Step, { type: 'slice' }>): unknown[] {
  const { length } = list;
  const absolute = (n: number): number => (n < 0 ? n + length : n);
  const from = absolute(step.from ?? 0);
  if (step.index) {
    if (from >= length || from < 0) throw new JsonPathError(`array index out of bounds: index ${step.from ?? 0}, length ${length}`);
    return [list[from]];
  }
  const to = step.to === undefined ? length : absolute(step.to);
  const by = step.by ?? 1;
  return list.slice(from, to).filter((_, i) => i % by === 0);
}

function passes(step: Extract<Step, { type: 'filter' }>, item: unknown, root: unknown): boolean {
  const left = valueOf(step.left, item, root);
  if (step.operator === undefined || step.right === undefined) return left.length > 0;
  const right = valueOf(step.right, item, root);
  if (left.length === 0 || right.length === 0) return false;
  return compare(step.operator, left[0], right[0]);
}

const valueOf = (operand: Operand, item: unknown, root: unknown): unknown[] => ('literal' in operand ? [operand.literal] : walk(operand.path, [item], root));

function compare(operator: string, left: unknown, right: unknown): boolean {
  if (operator === '==') return deepEqual(left, right);
  if (operator === '!=') return !deepEqual(left, right);
  const order = orderOf(left, right);
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

/** Numbers by value, quantities by value, all else as text. Source: kubectl cmd/get/sorter.go, isLess. */
export function orderOf(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const [a, b] = [printValue(left), printValue(right)];
  if (parseQuantity(a) && parseQuantity(b)) return compareQuantities(a, b);
  return compareStrings(a, b);
}
