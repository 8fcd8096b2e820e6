import { compareStrings } from '../../../apimachinery/equality.ts';
import type { Status } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import { bool, strings, text } from '../arguments/flags.ts';
import type { Flags } from '../arguments/parse.ts';
import type { Command } from '../command.ts';
import { fail, failWith } from '../errors.ts';
import type { Session } from '../session.ts';
import { alignTabs, tableTabs } from '../tabwriter.ts';

/** A resource as discovery tells of it. */
interface Served {
  readonly name: string;
  readonly groupVersion: string;
  readonly group: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

interface Group {
  readonly name: string;
  readonly versions: readonly { readonly groupVersion: string }[];
  readonly preferredVersion: { readonly groupVersion: string };
}

/** Source: kubectl cmd/apiresources. */
export const apiResources: Command = {
  name: 'api-resources',
  flags: [text('api-group'), bool('namespaced', undefined, true), bool('no-headers'), text('output', 'o'), text('sort-by'), strings('verbs'), strings('categories'), bool('cached')],
  *run(session, { args, flags }) {
    if (args.length > 0) fail(`unexpected arguments: [${args.join(' ')}]`);
    if (!['', 'wide', 'name'].includes(flags.text('output'))) fail(`--output ${flags.text('output')} is not available`);
    if (!['', 'name', 'kind'].includes(flags.text('sort-by'))) fail(`--sort-by accepts only name or kind`);
    const sorted = sortedBy((yield* servedResources(session)).filter((one) => wanted(one, flags)), flags.text('sort-by'));
    if (flags.text('output') === 'name') return session.out(sorted.map(({ name, group }) => `${group === '' ? name : `${name}.${group}`}\n`).join(''));
    const wide = flags.text('output') === 'wide';
    const header = ['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND', ...(wide ? ['VERBS', 'CATEGORIES'] : [])].join('\t');
    const rows = sorted.map((one) => rowOf(one, wide).join('\t'));
    session.line(alignTabs([...(flags.bool('no-headers') ? [] : [header]), ...rows].join('\n'), tableTabs));
  },
};

function wanted(one: Served, flags: Flags): boolean {
  const all = (list: readonly string[], of: readonly string[] = []): boolean => list.every((item) => of.includes(item));
  return (
    (!flags.changed('api-group') || one.group === flags.text('api-group')) && (!flags.changed('namespaced') || one.namespaced === flags.bool('namespaced')) &&
    all(flags.list('verbs'), one.verbs) && all(flags.list('categories'), one.categories)
  );
}

function sortedBy(list: readonly Served[], by: string): Served[] {
  if (by === 'kind') return [...list].sort((a, b) => compareStrings(a.kind, b.kind));
  return [...list].sort((a, b) => (by === 'name' ? 0 : compareStrings(a.group, b.group)) || compareStrings(a.name, b.name));
}

const rowOf = (one: Served, wide: boolean): string[] => [
  one.name, (one.shortNames ?? []).join(','), one.groupVersion, String(one.namespaced), one.kind, ...(wide ? [[...one.verbs].sort(compareStrings).join(','), (one.categories ?? []).join(',')] : []),
];

function* fetched<T>(session: Session, path: string): Process<T> {
  const { code, body } = yield* session.client.fetch(path);
  return code === 200 ? (body as T) : failWith(body as Status);
}

/** Every resource in its group's preferred version; subresources are left out. */
function* servedResources(session: Session): Process<Served[]> {
  const { groups } = yield* fetched<{ groups: readonly Group[] }>(session, '/apis');
  const places = [{ group: '', groupVersion: 'v1', path: '/api/v1' }, ...groups.map(({ name, preferredVersion: { groupVersion } }) => ({ group: name, groupVersion, path: `/apis/${groupVersion}` }))];
  const served: Served[] = [];
  for (const { group, groupVersion, path } of places) {
    const { resources } = yield* fetched<{ resources: readonly Omit<Served, 'group' | 'groupVersion'>[] }>(session, path);
    for (const one of resources) if (!one.name.includes('/')) served.push({ ...one, group, groupVersion });
  }
  return served;
}

/** Source: kubectl cmd/apiresources/apiversions.go. */
export const apiVersions: Command = {
  name: 'api-versions',
  *run(session) {
    const { groups } = yield* fetched<{ groups: readonly Group[] }>(session, '/apis');
    const versions = ['v1', ...groups.flatMap((group) => group.versions.map(({ groupVersion }) => groupVersion))];
    session.out([...versions].sort(compareStrings).map((one) => `${one}\n`).join(''));
  },
};
