/** The ways in at the left edge: Learn, Build, Break, Explore. Nothing stands there until its panels are listed. */
export function Rail() {
  return null;
}
