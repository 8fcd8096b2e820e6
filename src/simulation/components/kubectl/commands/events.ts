import type { KubeObject } from '../../../apimachinery/meta.ts';
import { isStatusFailure } from '../../../apimachinery/status.ts';
import { bool, outputFlags, strings, text } from '../arguments/flags.ts';
import { builtIn, mappingOf } from '../arguments/mapping.ts';
import type { Command } from '../command.ts';
import { ageText, type EventFields, lastUs } from '../describe/events.ts';
import { failWith } from '../errors.ts';
import { listOf, printerFor } from '../printers/printer.ts';
import { alignTabs, tableTabs } from '../tabwriter.ts';

/** Source: kubectl cmd/events. */
export const events: Command = {
  name: 'events',
  flags: [...outputFlags, text('for'), strings('types'), bool('all-namespaces', 'A'), bool('watch', 'w'), bool('no-headers'), text('chunk-size')],
  *run(session, { flags }) {
    const everywhere = flags.bool('all-namespaces');
    const [type, name] = flags.text('for').split('/');
    const kind = name === undefined ? undefined : (yield* mappingOf(session, type)).kind;
    const fieldSelector = kind === undefined ? undefined : `involvedObject.kind=${kind},involvedObject.name=${name}`;
    const found = yield* session.list(builtIn('', 'events'), everywhere ? '' : session.namespace, { fieldSelector });
    if (isStatusFailure(found)) return failWith(found);
    const types = flags.list('types');
    const list = (found as readonly KubeObject[]).filter((event) => types.length === 0 || types.includes(event.type as string)).sort((a, b) => lastUs(fields(a)) - lastUs(fields(b)));
    const printer = printerFor(flags);
    if (printer) return session.out(printer(listOf(list)));
    if (list.length === 0) return session.err(everywhere ? 'No events found.\n' : `No events found in ${session.namespace} namespace.\n`);
    const header = [...(everywhere ? ['NAMESPACE'] : []), 'LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'].join('\t');
    const rows = list.map((event) => rowOf(event, session.nowUs, everywhere).join('\t'));
    session.line(alignTabs([...(flags.bool('no-headers') ? [] : [header]), ...rows].join('\n'), tableTabs));
  },
};

const fields = (event: KubeObject): EventFields => event as unknown as EventFields;

function rowOf(event: KubeObject, nowUs: number, everywhere: boolean): string[] {
  const { involvedObject } = event;
  return [
    ...(everywhere ? [event.metadata.namespace ?? ''] : []), ageText(fields(event), nowUs), fields(event).type ?? '', fields(event).reason ?? '',
    `${involvedObject.kind}/${involvedObject.name}`, (fields(event).message ?? '').trim(),
  ];
}
