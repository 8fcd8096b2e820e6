import type { Process } from '../../../engine/index.ts';
import { bool, fileFlags, selectorFlag, text } from '../arguments/flags.ts';
import { readInfos, targetsOf } from '../arguments/targets.ts';
import type { Command, Invocation } from '../command.ts';
import { fail, failWithAll } from '../errors.ts';
import { lastAppliedText } from '../last-applied.ts';
import { goJsonIndented } from '../printers/json.ts';
import { toYaml } from '../printers/yaml.ts';
import type { Session } from '../session.ts';

const view: Command = {
  name: 'view-last-applied',
  flags: [...fileFlags, selectorFlag, bool('all'), text('output', 'o', 'yaml')],
  *run(session: Session, { args, flags }: Invocation): Process<void> {
    const { infos, failures } = yield* readInfos(session, yield* targetsOf(session, args, flags));
    failWithAll(failures);
    for (const { object, name } of infos) {
      const text = lastAppliedText(object);
      if (text === undefined) fail(`no last-applied-configuration annotation found on resource: ${name}`);
      const value = JSON.parse(text) as unknown;
      session.out(flags.text('output') === 'json' ? `${goJsonIndented(value, '  ')}\n` : toYaml(value));
    }
  },
};

export const applyViews: readonly Command[] = [view];
