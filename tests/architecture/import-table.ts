/** Who may import whom: the table of docs/ARCHITECTURE.md as data. A room is a folder; `x/*` stands for every folder in x, and those are strangers to each other. */
export interface Room {
  /** As in this table. Files in the same room may always import each other. */
  readonly room: string;
  readonly mayImport: readonly string[];
  /** Imported as types only: nothing of these rooms is in the room's code when it runs. */
  readonly typesOnly?: readonly string[];
  /** From the package registry; `node:` stands for Node's own modules. A name covers its subpaths. */
  readonly packages: readonly string[];
}

const ground = ['simulation/engine', 'simulation/apimachinery', 'simulation/contracts'];
const world = [...ground, 'simulation/linux', 'simulation/kinds', 'simulation/client-go'];
const types = ['kubernetes-types'];
const ui = ['react', 'react-dom', 'react-i18next', 'i18next', 'framer-motion', 'radix-ui', 'zustand'];
const editor = ['codemirror', '@codemirror', '@lezer', 'yaml', 'js-yaml'];
const view = ['app/session', 'app/store', 'app/ui', 'app/i18n', 'protocol'];

/** The first room that a file's folder matches is its room: the particular stands before the general. */
export const importTable: readonly Room[] = [
  { room: 'simulation/engine', mayImport: [], packages: [] },
  { room: 'simulation/apimachinery', mayImport: [], packages: [...types, 'js-yaml'] },
  { room: 'simulation/contracts', mayImport: [], packages: types },
  { room: 'simulation/linux', mayImport: ['simulation/engine'], packages: [] },
  { room: 'simulation/kinds', mayImport: ['simulation/apimachinery'], packages: types },
  { room: 'simulation/client-go', mayImport: [...ground, 'simulation/kinds'], packages: types },
  { room: 'simulation/components/etcd', mayImport: ['simulation/engine', 'simulation/contracts'], packages: [] },
  { room: 'simulation/components/kubectl', mayImport: world, packages: [...types, 'js-yaml', 'yargs-parser'] },
  { room: 'simulation/components/kubectl', mayImport: world, packages: [...types, 'js-yaml', 'yargs-parser'] },
  { room: 'simulation/components/*', mayImport: world, packages: [...types, 'js-yaml'] },
  { room: 'simulation/outside/*', mayImport: world, packages: types },
  { room: 'simulation/cluster', mayImport: ['simulation/**', 'protocol'], packages: [...types, 'js-yaml'] },
  { room: 'protocol', mayImport: [], typesOnly: ['simulation/apimachinery'], packages: types },
  { room: 'hosts/worker', mayImport: ['simulation/cluster', 'protocol'], packages: ['fflate', 'idb'] },
  { room: 'hosts/node', mayImport: ['simulation/cluster', 'protocol'], packages: ['node:', 'hono', '@hono/node-server', 'ws', 'js-yaml'] },
  { room: 'hosts/*', mayImport: ['simulation/cluster', 'protocol'], packages: ['node:'] },
  { room: 'lessons/*', mayImport: ['protocol'], packages: [] },
  { room: 'lessons', mayImport: ['lessons/*', 'protocol'], packages: [] },
  { room: 'app/i18n', mayImport: [], packages: ['i18next', 'react-i18next'] },
  { room: 'app/ui', mayImport: ['app/i18n'], packages: ui },
  { room: 'app/session', mayImport: ['protocol'], packages: ['idb', 'fflate'] },
  { room: 'app/store', mayImport: ['app/session', 'protocol'], packages: ['zustand'] },
  { room: 'app/stage', mayImport: view, packages: [...ui, '@xyflow'] },
  { room: 'app/panels/*', mayImport: [...view, 'app/panels'], packages: [...ui, ...editor] },
  { room: 'app/panels', mayImport: [...view, 'app/panels/*'], packages: [...ui, ...editor] },
  { room: 'app/tutor', mayImport: [...view, 'lessons'], packages: ui },
  { room: 'app', mayImport: ['app/**', 'protocol', 'lessons'], packages: ui },
  // Only main.tsx: it mounts the app and hands it the worker.
  { room: '', mayImport: ['app/**', 'hosts/worker', 'protocol'], packages: ui },
];

/** The row that the table has for a file (its path from src/), and the room's own name: `simulation/components/*` and `simulation/components/kubelet`. */
export function roomOf(file: string): { readonly row: Room; readonly name: string } {
  const parts = file.replace(/(\.\w+)*$/, '').split('/');
  const folders = parts.slice(0, -1);
  for (const row of importTable) {
    const pattern = row.room === '' ? [] : row.room.split('/');
    // An outsider may be a single file: its name is the room's. Elsewhere a file beside the folders (a registry) is not one of them.
    const path = row.room === 'simulation/outside/*' ? parts : folders;
    const matches = row.room === '' ? folders.length === 0 : pattern.every((part, i) => path[i] !== undefined && (part === '*' || part === path[i]));
    if (matches) return { row, name: path.slice(0, pattern.length).join('/') };
  }
  throw new Error(`src/${file} is in no room of the import table`);
}

/** What stands against `from` importing `to` (both paths from src/), or undefined. */
export function objection(from: string, to: string, typeOnly: boolean): string | undefined {
  const importer = roomOf(from);
  const imported = roomOf(to);
  if (importer.name === imported.name) return undefined;
  if (importer.row.mayImport.some((pattern) => covers(pattern, imported))) return undefined;
  if (importer.row.typesOnly?.includes(imported.row.room) === true) return typeOnly ? undefined : `${importer.name} may import types only from ${imported.name}`;
  return `${importer.name || 'main.tsx'} may not import ${imported.name || 'main.tsx'}`;
}

function covers(pattern: string, imported: { readonly row: Room; readonly name: string }): boolean {
  if (pattern.endsWith('/**')) return imported.name === pattern.slice(0, -3) || imported.name.startsWith(pattern.slice(0, -2));
  return imported.row.room === pattern || imported.name === pattern;
}

/** What stands against a file's use of a package, or undefined. */
export function packageObjection(from: string, specifier: string): string | undefined {
  const { row, name } = roomOf(from);
  const allowed = row.packages.some((known) => specifier === known || specifier.startsWith(known.endsWith(':') ? known : `${known}/`));
  return allowed ? undefined : `${name || 'main.tsx'} may not use ${specifier}`;
}
