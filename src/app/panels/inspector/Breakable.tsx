/** A long name that may break where a reader would: after a slash or a dot, before a capital. Copied, it is whole. */
export function Breakable({ text }: { readonly text: string }) {
  const parts = text.match(/[A-Z]*[^A-Z/.]*[/.]?/g) ?? [];
  return parts.filter(Boolean).map((part, i) => (
    <span key={i}>
      {i > 0 && <wbr />}
      {part}
    </span>
  ));
}
