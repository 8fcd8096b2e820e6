import fc from 'fast-check';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { splitDocuments } from '../../src/simulation/components/kubectl/index.ts';
import { decodeManifest } from '../../src/simulation/components/kubectl/manifest/decode.ts';
import { PageCluster } from './page-cluster.ts';
import { pageNames, pageText } from './page-runner.ts';

const folder = join(import.meta.dirname);
const SECOND = 1_000_000;

/** Every object of every manifest in the golden pages. */
function manifests(): object[] {
  const texts = pageNames(folder).flatMap((name) => [...pageText(folder, name).matchAll(/<<EOF[^\n]*\n([\s\S]*?)\nEOF/g)].map((match) => match[1]));
  return texts.flatMap((text) => splitDocuments(text).flatMap(({ text: one }) => decodeManifest(one)).flatMap((one) => ('value' in one && one.value !== null && typeof one.value === 'object' ? [one.value] : [])));
}

const oddValues = [null, 0, -1, 1e9, 1.5, '', 'x', 'Not OK', true, [], {}, [null], [{}], { a: 'b' }, ['a', 'a'], '10%', '1Gi', '-5m', 'Always', { name: 'x' }, 99_999_999_999, 'a'.repeat(300)];
const commands = [['apply', '-f', '-'], ['create', '-f', '-'], ['create', '-f', '-', '--validate=ignore'], ['replace', '-f', '-'], ['apply', '-f', '-', '--dry-run=server'], ['delete', '-f', '-', '--wait=false'], ['diff', '-f', '-'], ['describe', '-f', '-']];

interface Edit {
  readonly at: number;
  readonly how: 'remove' | 'replace';
  readonly value: number;
}

function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
  const own = path.length === 0 ? [] : [[...path]];
  return value !== null && typeof value === 'object' ? [...own, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))] : own;
}

function edited(object: object, edits: readonly Edit[]): unknown {
  const copy = structuredClone(object);
  for (const { at, how, value } of edits) {
    const paths = pathsOf(copy);
    if (paths.length === 0) return copy;
    const path = paths[at % paths.length];
    const parent = path.slice(0, -1).reduce((place, key) => place[key] as Record<string, unknown>, copy as Record<string, unknown>);
    if (how === 'remove') delete parent[path.at(-1)!];
    else parent[path.at(-1)!] = structuredClone(oddValues[value % oddValues.length]);
  }
  return copy;
}

// What a client sends may be wrong in any way: it is refused or taken, and no process falls over.
test('20,000 damaged manifests break neither kubectl nor the control plane', () => {
  const objects = manifests();
  let cluster = new PageCluster(3, 'page');
  let count = 0;
  const edit = fc.record({ at: fc.nat(10_000), how: fc.constantFrom('remove' as const, 'replace' as const), value: fc.nat(1_000) });
  fc.assert(
    fc.property(fc.nat(objects.length - 1), fc.array(edit, { maxLength: 4 }), fc.constantFrom(...commands), fc.nat(30), (index, edits, command, suffix) => {
      if (++count % 400 === 0) cluster = new PageCluster(3, 'page');
      const object = edited({ ...objects[index], metadata: { ...(objects[index] as { metadata?: object }).metadata, name: `n${suffix}` } }, edits);
      let output = '';
      const running = cluster.start(command, '/nowhere', JSON.stringify(object), 0, (_stream, text) => (output += text));
      cluster.cluster.runUntil(cluster.nowUs + 60 * SECOND, Infinity, () => running.exitCode !== undefined);
      if (count % 20 === 0) cluster.advance(2 * SECOND);
      expect(running.exitCode).toBeDefined();
      expect(output).not.toContain('panic:');
    }),
    { numRuns: 20_000, seed: 1 },
  );
});
