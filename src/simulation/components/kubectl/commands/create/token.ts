import { isStatusFailure } from '../../../../apimachinery/status.ts';
import type { KubeObject } from '../../../../apimachinery/meta.ts';
import { duration, outputFlags, texts } from '../../arguments/flags.ts';
import { builtIn } from '../../arguments/mapping.ts';
import type { Command } from '../../command.ts';
import { fail } from '../../errors.ts';
import { placeOf } from '../../session.ts';

/** Source: kubectl cmd/create/create_token.go. */
export const token: Command = {
  name: 'token',
  flags: [...outputFlags, texts('audience'), duration('duration')],
  *run(session, { args, flags, path }) {
    if (args.length !== 1) fail(`exactly one NAME is required, got ${args.length}\nSee '${path} -h' for help and examples`);
    const seconds = flags.durationUs('duration') / 1_000_000;
    const spec = { audiences: flags.list('audience'), ...(seconds > 0 ? { expirationSeconds: seconds } : {}) };
    const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', metadata: {}, spec };
    const reply = yield* session.send({ ...placeOf(builtIn('', 'serviceaccounts'), session.namespace), verb: 'create', name: args[0], subresource: 'token', body });
    if (isStatusFailure(reply)) fail(`failed to create token: ${reply.message}`);
    session.line((reply as KubeObject).status.token);
  },
};
