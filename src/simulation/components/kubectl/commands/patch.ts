import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { PatchType } from '../../../apimachinery/request.ts';
import { isStatusFailure } from '../../../apimachinery/status.ts';
import { deepEqual } from '../../../apimachinery/equality.ts';
import { load, YAMLException } from 'js-yaml';
import { bool, changeFlags, fileFlags, text } from '../arguments/flags.ts';
import { apiVersionOfMapping } from '../arguments/mapping.ts';
import { readInfos, targetsOf } from '../arguments/targets.ts';
import { changeQuery, printChange } from '../change.ts';
import type { Command } from '../command.ts';
import { fail, type Failure, failWithAll } from '../errors.ts';
import { kubernetesSchema } from '../manifest/schema.ts';
import { placeOf } from '../session.ts';
import { isBuiltIn } from './apply.ts';

const types = new Map<string, PatchType>([['json', 'application/json-patch+json'], ['merge', 'application/merge-patch+json'], ['strategic', 'application/strategic-merge-patch+json']]);

export const patch: Command = {
  name: 'patch',
  flags: [...changeFlags, ...fileFlags, text('patch', 'p'), text('patch-file'), text('type', undefined, 'strategic'), bool('local'), text('field-manager'), text('subresource')],
  *run(session, { args, flags }) {
    const contentType = types.get(flags.text('type')) ?? fail(`--type must be one of [json merge strategic], not "${flags.text('type')}"`);
    if (!flags.changed('patch') && !flags.changed('patch-file')) fail('must specify --patch or --patch-file containing the contents of the patch');
    const body = patchBody(flags.changed('patch') ? flags.text('patch') : (session.context.readFile?.(flags.text('patch-file')) ?? fail(`unable to read patch file: open ${flags.text('patch-file')}: no such file or directory`)));
    const { infos, failures } = yield* readInfos(session, yield* targetsOf(session, args, flags));
    const all: Failure[] = [...failures];
    for (const info of infos) {
      if (contentType === 'application/strategic-merge-patch+json' && !isBuiltIn(info.mapping)) fail(unsupported(apiVersionOfMapping(info.mapping), info.mapping.kind));
      const subresource = flags.text('subresource') || undefined;
      const query = { ...changeQuery(flags, 'kubectl-patch'), fieldValidation: undefined };
      const reply = yield* session.send({ ...placeOf(info.mapping, info.namespace), verb: 'patch', name: info.name, contentType, body, subresource, query });
      if (isStatusFailure(reply)) all.push({ status: reply });
      else printChange(session, flags, info.mapping, reply as KubeObject, changed(info.object, reply as KubeObject) ? 'patched' : 'patched (no change)');
    }
    failWithAll(all);
  },
};

/** YAML and JSON alike become JSON; what is neither map nor list goes to the server as it is. */
function patchBody(source: string): unknown {
  try {
    return load(source, { schema: kubernetesSchema, json: true });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return fail(`unable to parse "${source}": yaml: ${error.reason}`);
  }
}

const unsupported = (version: string, kind: string): string =>
  `application/strategic-merge-patch+json is not supported by ${version}, Kind=${kind}: the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml`;

function changed(before: KubeObject, after: KubeObject): boolean {
  return before !== after && !deepEqual(before, after);
}
