import { goJsonIndented } from '../printers/json.ts';
import { toYaml } from '../printers/yaml.ts';
import { bool, text } from '../arguments/flags.ts';
import type { Command } from '../command.ts';

const CLIENT = 'v1.32.4';
const SERVER = 'v1.32.13';
const KUSTOMIZE = 'v5.5.0';

/** Source: kubectl cmd/version. */
export const version: Command = {
  name: 'version',
  flags: [bool('client'), text('output', 'o')],
  *run(session, { flags }) {
    const client = { clientVersion: info(CLIENT), kustomizeVersion: KUSTOMIZE };
    const all = flags.bool('client') ? client : { ...client, serverVersion: info(SERVER) };
    if (flags.text('output') === 'json') return session.line(goJsonIndented(all, '  '));
    if (flags.text('output') === 'yaml') return session.out(toYaml(all));
    session.line(`Client Version: ${CLIENT}\nKustomize Version: ${KUSTOMIZE}`);
    if (!flags.bool('client')) session.line(`Server Version: ${SERVER}`);
  },
};

const info = (gitVersion: string): object => ({ major: '1', minor: '32', gitVersion, platform: 'linux/amd64', compiler: 'gc', gitTreeState: 'clean' });
