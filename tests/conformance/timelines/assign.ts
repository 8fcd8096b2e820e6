/** The pairing of rows with columns of least total cost, as `columnOfRow` (−1 for none). Hungarian method. */
export function assign(cost: readonly (readonly number[])[], columns: number): number[] {
  const rows = cost.length;
  const size = Math.max(rows, columns);
  const at = (i: number, j: number): number => (i < rows && j < columns ? cost[i][j] : 0);
  const u = new Array<number>(size + 1).fill(0);
  const v = new Array<number>(size + 1).fill(0);
  const rowOf = new Array<number>(size + 1).fill(0);
  const way = new Array<number>(size + 1).fill(0);
  for (let i = 1; i <= size; i++) {
    rowOf[0] = i;
    let j0 = 0;
    const least = new Array<number>(size + 1).fill(Infinity);
    const used = new Array<boolean>(size + 1).fill(false);
    do {
      used[j0] = true;
      const i0 = rowOf[j0];
      let delta = Infinity;
      let j1 = 0;
      for (let j = 1; j <= size; j++) {
        if (used[j]) continue;
        const now = at(i0 - 1, j - 1) - u[i0] - v[j];
        if (now < least[j]) { least[j] = now; way[j] = j0; }
        if (least[j] < delta) { delta = least[j]; j1 = j; }
      }
      for (let j = 0; j <= size; j++) {
        if (used[j]) { u[rowOf[j]] += delta; v[j] -= delta; } else least[j] -= delta;
      }
      j0 = j1;
    } while (rowOf[j0] !== 0);
    do {
      const j1 = way[j0];
      rowOf[j0] = rowOf[j1];
      j0 = j1;
    } while (j0 !== 0);
  }
  const columnOfRow = new Array<number>(rows).fill(-1);
  for (let j = 1; j <= columns; j++) if (rowOf[j] >= 1 && rowOf[j] <= rows) columnOfRow[rowOf[j] - 1] = j - 1;
  return columnOfRow;
}
