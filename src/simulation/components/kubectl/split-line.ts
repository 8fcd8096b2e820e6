/** Splits a command line into words as a shell does: spaces, single and double quotes, backslashes. Nothing is expanded. */
export function splitLine(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const rune = line[i];
    if (quote === "'" && rune !== "'") word += rune;
    else if (rune === '\\' && quote === '"' && !'"\\$`'.includes(line[i + 1] ?? '')) word += rune;
    else if (rune === '\\') word = (word ?? '') + (line[++i] ?? '');
    else if (quote === '"' && rune !== '"') word += rune;
    else if (rune === '"' || rune === "'") {
      quote = quote === '' ? rune : '';
      word ??= '';
    } else if (/\s/.test(rune)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + rune;
  }
  if (word !== undefined) words.push(word);
  return words;
}
