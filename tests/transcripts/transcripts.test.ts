import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runPage } from '../harness/run-page.ts';

const folder = import.meta.dirname;
const pages = readdirSync(folder).filter((name) => name.endsWith('.txt')).sort();

// `npx vitest -u tests/transcripts` writes the answers of today into the pages; read the diff.
test.each(pages)('%s', async (name) => {
  const path = join(folder, name);
  const today = runPage(readFileSync(path, 'utf8'), join(folder, 'manifests'));
  await expect(today).toMatchFileSnapshot(path);
});
