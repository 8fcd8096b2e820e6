/** One measured figure with the target it is held against. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What the project promised, in words. */
  readonly target: string;
}

/** Prints figures as a table, or as JSON. */
export function print(figures: readonly Figure[], json: boolean): void {
  if (json) return console.log(JSON.stringify(figures, null, 2));
  const rows = figures.map(({ name, value, unit, target }) => [name, `${format(value)} ${unit}`.trim(), target]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows) console.log(row.map((cell, i) => (i === 1 ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join('  '));
}

function format(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString('en-US');
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
