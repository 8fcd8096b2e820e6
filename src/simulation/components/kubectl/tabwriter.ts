/** Column widths as Go's text/tabwriter makes them. */
export interface TabOptions {
  readonly minWidth: number;
  readonly padding: number;
}

/** Of `kubectl get`. */
export const tableTabs: TabOptions = { minWidth: 6, padding: 3 };
/** Of `kubectl describe`. */
export const describeTabs: TabOptions = { minWidth: 0, padding: 2 };

/**
 * Aligns text with tab-terminated cells. A column is a run of lines that have a cell there; the last cell of a line
 * belongs to no column. Source: Go text/tabwriter, Writer.format.
 */
export function alignTabs(source: string, options: TabOptions): string {
  const lines = source.split('\n').map((line) => line.split('\t'));
  const out: string[] = lines.map(() => '');
  formatColumns(lines, 0, lines.length, [], out, options);
  return out.join('\n');
}

function formatColumns(lines: readonly string[][], from: number, to: number, widths: readonly number[], out: string[], options: TabOptions): void {
  const column = widths.length;
  let pending = from;
  for (let i = from; i < to; i++) {
    if (column >= lines[i].length - 1) continue;
    writeLines(lines, pending, i, widths, out);
    let end = i;
    let width = options.minWidth;
    for (; end < to && column < lines[end].length - 1; end++) {
      const cell = lines[end][column];
      width = Math.max(width, lengthOf(cell) + options.padding);
    }
    formatColumns(lines, i, end, [...widths, width], out, options);
    pending = end;
    i = end - 1;
  }
  writeLines(lines, pending, to, widths, out);
}

function writeLines(lines: readonly string[][], from: number, to: number, widths: readonly number[], out: string[]): void {
  for (let i = from; i < to; i++) {
    const cells = lines[i];
    out[i] = cells.map((cell, j) => (j < widths.length && j < cells.length - 1 ? pad(cell, widths[j]) : cell)).join('');
  }
}

/**
 * Aligns rows that all have the same columns. `widths` remembers how wide the columns of earlier rows were, so that a
 * watch goes on under its header.
 */
export function alignRows(rows: readonly (readonly string[])[], options: TabOptions, widths: number[] = []): string {
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? options.minWidth, lengthOf(cell) + options.padding)));
  return rows.map((row) => row.map((cell, i) => (i < row.length - 1 ? pad(cell, widths[i]) : cell)).join('')).join('\n');
}

const pad = (cell: string, width: number): string => cell + ' '.repeat(Math.max(0, width - lengthOf(cell)));
const lengthOf = (cell: string): number => (/^[ -~]*$/.test(cell) ? cell.length : [...cell].length);
