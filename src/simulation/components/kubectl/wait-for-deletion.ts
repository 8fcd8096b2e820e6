import type { KubeObject } from '../../apimachinery/meta.ts';
import type { WatchEvent } from '../../apimachinery/request.ts';
import { isStatusFailure } from '../../apimachinery/status.ts';
import type { WatchAnswer } from '../../client-go/index.ts';
import type { Process } from '../../engine/index.ts';
import type { Mapping } from './arguments/mapping.ts';
import { Mailbox } from './mailbox.ts';
import type { Session } from './session.ts';

/** Waits until an object, the one with that uid, is gone. False when the time ran out. Source: kubectl cmd/wait/delete.go, IsDeleted. */
export function* waitForDeletion(session: Session, mapping: Mapping, namespace: string, name: string, uid: string | undefined, timeoutUs: number): Process<boolean> {
  const deadlineUs = session.nowUs + timeoutUs;
  for (;;) {
    const live = yield* session.get(mapping, namespace, name);
    if (isStatusFailure(live)) return true;
    const object = live as KubeObject;
    if (uid !== undefined && object.metadata.uid !== uid) return true;
    const query = { fieldSelector: `metadata.name=${name}`, resourceVersion: object.metadata.resourceVersion };
    const answer = yield* session.watch(mapping, namespace, query);
    if (isStatusFailure(answer)) return true;
    const mailbox = new Mailbox<WatchEvent>(session.client.actor, (answer as WatchAnswer).stream, deadlineUs - session.nowUs);
    const deleted = yield* hearsDeletion(mailbox);
    mailbox.close();
    if (deleted) return true;
    if (mailbox.timedOut) return false;
  }
}

function* hearsDeletion(mailbox: Mailbox<WatchEvent>): Process<boolean> {
  for (let event = yield* mailbox.next(); event !== undefined; event = yield* mailbox.next()) if (event.type === 'DELETED') return true;
  return false;
}
