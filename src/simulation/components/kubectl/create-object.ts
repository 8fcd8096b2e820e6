import type { KubeObject } from '../../apimachinery/meta.ts';
import { isStatusFailure } from '../../apimachinery/status.ts';
import type { Process } from '../../engine/index.ts';
import type { Mapping } from './arguments/mapping.ts';
import type { Flags } from './arguments/parse.ts';
import { changeQuery, dryRunOf, printChange } from './change.ts';
import { fail, failWith } from './errors.ts';
import { withLastApplied } from './last-applied.ts';
import { placeOf, type Session } from './session.ts';

/** Of `kubectl create`, most generators wrap the server's words: 'failed to create configmap: …'. */
export interface CreateOptions {
  /** 'failed to create configmap: '; absent: the server's answer as it is. */
  readonly context?: string;
  readonly word?: string;
}

/** Creates an object that kubectl made itself, and prints what became of it. */
export function* createObject(session: Session, flags: Flags, mapping: Mapping, made: KubeObject, manager: string, options: CreateOptions = {}): Process<void> {
  const object = flags.bool('save-config') ? withLastApplied(made) : made;
  const word = options.word ?? 'created';
  if (dryRunOf(flags) === 'client') return printChange(session, flags, mapping, shown(object, session), word);
  const query = changeQuery(flags, manager);
  const reply = yield* session.send({ ...placeOf(mapping, session.namespace), verb: 'create', body: object, query });
  if (isStatusFailure(reply)) {
    if (options.context !== undefined) fail(`${options.context}${reply.message}`);
    failWith(reply);
  }
  printChange(session, flags, mapping, reply as KubeObject, word);
}

/** What is created carries no version; kubectl takes it away. Source: cli-runtime resource/helper.go, Create. */
export function unversioned(object: KubeObject): KubeObject {
  const { resourceVersion, ...metadata } = object.metadata;
  return resourceVersion === undefined ? object : { ...object, metadata };
}

/** Without a namespace that nobody asked for. */
function shown(object: KubeObject, session: Session): KubeObject {
  if (session.namespaceGiven) return object;
  const { namespace, ...metadata } = object.metadata;
  void namespace;
  return { ...object, metadata };
}
