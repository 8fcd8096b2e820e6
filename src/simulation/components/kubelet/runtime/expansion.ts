/**
 * Replaces `$(NAME)` by a variable's value; an unknown name stays as it is and `$$` is one dollar.
 * Source: kubernetes v1.32 third_party/forked/golang/expansion/expand.go.
 */
export function expandReferences(text: string, variable: (name: string) => string | undefined): string {
  if (!text.includes('$')) return text;
  return text.replace(/\$(\$|\(([^()]*)\))/g, (whole, what: string, name: string | undefined) => (what === '$' ? '$' : (variable(name!) ?? whole)));
}
