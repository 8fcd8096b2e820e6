import { bool, outputFlags } from '../arguments/flags.ts';
import type { Command } from '../command.ts';
import { toYaml } from '../printers/yaml.ts';
import type { Session } from '../session.ts';
import { alignTabs, tableTabs } from '../tabwriter.ts';

const NAME = 'kubernetes-admin@kubernetes';

/** The only context there is. */
const configOf = (session: Session): object => ({
  apiVersion: 'v1', kind: 'Config', preferences: {}, 'current-context': NAME,
  clusters: [{ name: 'kubernetes', cluster: { 'certificate-authority-data': 'DATA+OMITTED', server: 'https://control-plane:6443' } }],
  contexts: [{ name: NAME, context: { cluster: 'kubernetes', user: 'kubernetes-admin', ...(session.context.namespace ? { namespace: session.context.namespace } : {}) } }],
  users: [{ name: 'kubernetes-admin', user: { 'client-certificate-data': 'DATA+OMITTED', 'client-key-data': 'DATA+OMITTED' } }],
});

const view: Command = {
  name: 'view', flags: [...outputFlags, bool('minify'), bool('flatten'), bool('raw')],
  *run(session) {
    session.out(toYaml(configOf(session)));
  },
};

const currentContext: Command = {
  name: 'current-context',
  *run(session) {
    session.line(NAME);
  },
};

const getContexts: Command = {
  name: 'get-contexts', flags: [bool('no-headers'), ...outputFlags],
  *run(session) {
    const rows = ['CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE', `*\t${NAME}\tkubernetes\tkubernetes-admin\t${session.context.namespace ?? ''}`];
    session.line(alignTabs(rows.join('\n'), tableTabs));
  },
};

/** Source: kubectl cmd/config. */
export const config: Command = { name: 'config', subcommands: [currentContext, getContexts, view] };
