import { isMap, isPair, isSeq, LineCounter, type Node, parseAllDocuments, type Pair } from 'yaml';
import type { ManifestProblem } from '../../../protocol/index.ts';

/** Where a problem stands in the text: offsets for the editor, line and column (from 1) for people. */
export interface PlacedProblem {
  readonly message: string;
  readonly from: number;
  readonly to: number;
  readonly line: number | undefined;
  readonly column: number | undefined;
}

/** Finds the place of each problem: by its line, else by the field that it names. Without either it is about the whole. */
export function locate(text: string, problems: readonly ManifestProblem[]): PlacedProblem[] {
  const lines = new LineCounter();
  const documents = problems.some(({ line, field }) => line === undefined && field !== undefined) ? parseAllDocuments(text, { lineCounter: lines, strict: false }) : [];
  return problems.map((problem) => {
    if (problem.line !== undefined) return atLine(text, problem);
    const document = Array.isArray(documents) ? documents[problem.document] : undefined;
    const range = problem.field === undefined ? undefined : rangeOf(document?.contents ?? null, steps(problem.field));
    if (!range) return { message: problem.message, from: 0, to: 0, line: undefined, column: undefined };
    const { line, col } = lines.linePos(range[0]);
    return { message: problem.message, from: range[0], to: range[1], line, column: col };
  });
}

function atLine(text: string, { message, line, column }: ManifestProblem): PlacedProblem {
  const rows = text.split('\n');
  const index = Math.min(Math.max(1, line!), rows.length) - 1;
  const start = rows.slice(0, index).reduce((sum, row) => sum + row.length + 1, 0);
  const from = start + Math.min(rows[index]!.length, Math.max(0, (column ?? 1) - 1));
  return { message, from, to: start + rows[index]!.length, line, column };
}

/** `spec.containers[0].image` → steps; a key in brackets such as `labels[a.b]` is one step. */
export function steps(field: string): (string | number)[] {
  const found: (string | number)[] = [];
  for (const [, name, bracket] of field.matchAll(/([^.[\]]+)|\[([^\]]*)\]/g)) {
    if (name !== undefined) found.push(name);
    else found.push(/^\d+$/.test(bracket!) ? Number(bracket) : bracket!);
  }
  return found;
}

type Range = readonly [number, number];

/** The range of the deepest step that exists: a missing field is shown at its parent. */
function rangeOf(root: Node | null, path: readonly (string | number)[]): Range | undefined {
  let node: unknown = root;
  let range: Range | undefined;
  for (const step of path) {
    const next = child(node, step);
    if (!next) break;
    node = next.value;
    range = next.range;
  }
  return range;
}

function child(node: unknown, step: string | number): { value: unknown; range: Range } | undefined {
  if (isMap(node)) {
    const pair = node.items.find((item) => isPair(item) && String((item.key as { value?: unknown }).value) === String(step)) as Pair<Node, Node> | undefined;
    const start = pair?.key.range?.[0];
    if (!pair || start === undefined) return undefined;
    return { value: pair.value, range: [start, pair.value?.range?.[1] ?? pair.key.range![1]] };
  }
  if (isSeq(node) && typeof step === 'number') {
    const item = node.items[step] as Node | undefined;
    return item?.range ? { value: item, range: [item.range[0], item.range[1]] } : undefined;
  }
  return undefined;
}
