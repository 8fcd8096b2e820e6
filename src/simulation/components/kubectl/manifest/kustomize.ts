import { fail } from '../errors.ts';
import type { Session } from '../session.ts';

/** The manifest that a plain kustomization makes. */
export function kustomize(session: Session, folder: string): string {
  void session;
  return fail(`unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${folder}'`);
}
