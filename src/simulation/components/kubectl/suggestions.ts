/** Commands that a mistyped word may mean: two letters away, or beginning with it. Source: spf13/cobra, SuggestionsFor. */
export function suggestions(word: string, names: readonly string[]): string[] {
  const lower = word.toLowerCase();
  return names.filter((name) => distance(lower, name) <= 2 || name.startsWith(lower)).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length];
}
