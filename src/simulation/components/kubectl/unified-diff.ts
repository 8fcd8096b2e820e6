type Edit = { readonly sign: ' ' | '-' | '+'; readonly line: string };

const CONTEXT = 3;

/** `diff -u` of two texts: its hunks, without the file names; empty when they are equal. */
export function unifiedHunks(before: string, after: string): string {
  const edits = editsOf(linesOf(before), linesOf(after));
  let out = '';
  let [oldLine, newLine] = [1, 1];
  for (let i = 0; i < edits.length; ) {
    const next = edits.findIndex((edit, j) => j >= i && edit.sign !== ' ');
    if (next < 0) break;
    const start = Math.max(i, next - CONTEXT);
    oldLine += start - i;
    newLine += start - i;
    const end = endOfHunk(edits, next);
    const hunk = edits.slice(start, end);
    const [removed, added] = [hunk.filter(({ sign }) => sign !== '+').length, hunk.filter(({ sign }) => sign !== '-').length];
    out += `@@ -${range(oldLine, removed)} +${range(newLine, added)} @@\n${hunk.map(({ sign, line }) => `${sign}${line}\n`).join('')}`;
    oldLine += removed;
    newLine += added;
    i = end;
  }
  return out;
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
const range = (line: number, count: number): string => (count === 1 ? String(line) : `${count === 0 ? line - 1 : line},${count}`);

/** Behind the last change that is no further from the one before than twice the context. */
function endOfHunk(edits: readonly Edit[], first: number): number {
  let last = first;
  for (let i = first; i < edits.length && i <= last + 2 * CONTEXT; i++) if (edits[i].sign !== ' ') last = i;
  return Math.min(edits.length, last + CONTEXT + 1);
}

/** By the longest common subsequence. */
function editsOf(a: readonly string[], b: readonly string[]): Edit[] {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) for (let j = b.length - 1; j >= 0; j--) table[i][j] = a[i] === b[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
  const edits: Edit[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      edits.push({ sign: ' ', line: a[i++] });
      j++;
    } else if (i < a.length && (j >= b.length || table[i + 1][j] >= table[i][j + 1])) edits.push({ sign: '-', line: a[i++] });
    else edits.push({ sign: '+', line: b[j++] });
  }
  return edits;
}
