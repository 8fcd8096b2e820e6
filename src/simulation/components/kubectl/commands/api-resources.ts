import { compareStrings } from '../../../apimachinery/equality.ts';
import { kinds } from '../../../kinds/registry.ts';
import { bool, strings, text } from '../arguments/flags.ts';
import { apiVersionOfMapping, groupResourceOf, type Mapping } from '../arguments/mapping.ts';
import type { Command } from '../command.ts';
import { fail } from '../errors.ts';
import { alignTabs, tableTabs } from '../tabwriter.ts';

const VERBS = 'create,delete,deletecollection,get,list,patch,update,watch';

/** Source: kubectl cmd/apiresources. */
export const apiResources: Command = {
  name: 'api-resources',
  flags: [text('api-group'), bool('namespaced', undefined, true), bool('no-headers'), text('output', 'o'), text('sort-by'), strings('verbs'), strings('categories'), bool('cached')],
  *run(session, { args, flags }) {
    if (args.length > 0) fail(`unexpected arguments: [${args.join(' ')}]`);
    const chosen = (kinds as readonly Mapping[]).filter(
      (mapping) => (!flags.changed('api-group') || mapping.group === flags.text('api-group')) && (!flags.changed('namespaced') || mapping.namespaced === flags.bool('namespaced')),
    );
    const order = flags.text('sort-by') === 'kind' ? (mapping: Mapping) => mapping.kind : (mapping: Mapping) => mapping.resource;
    const sorted = [...chosen].sort((a, b) => (flags.text('sort-by') === '' ? compareStrings(a.group, b.group) : 0) || compareStrings(order(a), order(b)));
    if (flags.text('output') === 'name') return session.out(sorted.map((mapping) => `${groupResourceOf(mapping)}\n`).join(''));
    const wide = flags.text('output') === 'wide';
    const header = ['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND', ...(wide ? ['VERBS', 'CATEGORIES'] : [])].join('\t');
    const rows = sorted.map((mapping) => rowOf(mapping, wide).join('\t'));
    session.line(alignTabs([...(flags.bool('no-headers') ? [] : [header]), ...rows].join('\n'), tableTabs));
  },
};

const rowOf = (mapping: Mapping, wide: boolean): string[] => [
  mapping.resource, mapping.shortNames.join(','), apiVersionOfMapping(mapping), String(mapping.namespaced), mapping.kind, ...(wide ? [VERBS, mapping.categories.join(',')] : []),
];

/** Source: kubectl cmd/apiresources/apiversions.go. */
export const apiVersions: Command = {
  name: 'api-versions',
  *run(session) {
    const versions = new Set([...kinds.map((kind) => apiVersionOfMapping(kind)), ...otherVersions]);
    session.out([...versions].sort(compareStrings).map((one) => `${one}\n`).join(''));
  },
};

/** Served by v1.32 for kinds that are not modelled. */
const otherVersions = [
  'admissionregistration.k8s.io/v1', 'apiregistration.k8s.io/v1', 'authentication.k8s.io/v1', 'authorization.k8s.io/v1', 'autoscaling/v1', 'certificates.k8s.io/v1', 'flowcontrol.apiserver.k8s.io/v1',
];
