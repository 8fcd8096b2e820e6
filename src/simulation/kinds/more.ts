/** At most three texts and how many more there are: 'a,b,c + 2 more...'; '' of nothing. Source: kubernetes v1.32 pkg/printers/internalversion/printers.go, listWithMoreString. */
export function firstThree(texts: readonly string[]): string {
  const shown = texts.slice(0, 3).join(',');
  return texts.length > 3 ? `${shown} + ${texts.length - 3} more...` : shown;
}
