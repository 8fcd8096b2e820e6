import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { workers, type SessionFile } from '../../protocol/index.ts';
import { freshSession, parseCommand, parseSessionFile } from './session-file.ts';
import { decodeShareLink, encodeShareLink } from './share-link.ts';

const session: SessionFile = {
  version: 1,
  seed: 'x',
  topology: workers({ count: 5 }),
  commands: [
    { atUs: 31_000_000, command: { type: 'apply', manifest: 'kind: 파드' } },
    { atUs: 32_000_000, command: { type: 'fault', fault: 'slow', target: ['node-1', 'node-2'], peer: '*', extraMs: 250 } },
    { atUs: 32_000_000, command: { type: 'kubectl', line: 'kubectl get pods', stdin: '' } },
  ],
  playheadUs: 40_000_000,
};

const changed = (path: string, value: unknown): unknown => {
  const copy = structuredClone(session) as unknown as Record<string, never>;
  const names = path.split('.');
  let at: Record<string, never> = copy;
  for (const name of names.slice(0, -1)) at = at[name]!;
  (at as Record<string, unknown>)[names.at(-1)!] = value;
  return copy;
};

describe('parseSessionFile', () => {
  test.each([session, freshSession('1')])('takes what the page itself wrote', (file) => {
    expect(parseSessionFile(structuredClone(file))).toEqual({ ok: true, value: file });
  });

  test.each([
    ['version', 2, 'session.version', 'version'],
    ['seed', 7, 'session.seed', 'text'],
    ['playheadUs', -1, 'session.playheadUs', 'range'],
    ['playheadUs', 1.5, 'session.playheadUs', 'range'],
    ['playheadUs', Number.NaN, 'session.playheadUs', 'number'],
    ['commands', {}, 'session.commands', 'list'],
    ['commands.1.atUs', 5, 'session.commands[1].atUs', 'order'],
    ['commands.0.command.type', 'rm -rf', 'session.commands[0].command.type', 'choice'],
    ['commands.1.command.fault', 'explode', 'session.commands[1].command.fault', 'choice'],
    ['commands.1.command.extraMs', 1e12, 'session.commands[1].command.extraMs', 'range'],
    ['topology.nodes.2.name', 'node-1', 'session.topology.nodes[2].name', 'twice'],
    ['topology.nodes.2.name', 'Node 3', 'session.topology.nodes[2].name', 'choice'],
    ['topology.nodes.2.cpu', 'many', 'session.topology.nodes[2].cpu', 'choice'],
    ['topology.nodes', Array.from({ length: 5_001 }, () => ({})), 'session.topology.nodes', 'long'],
    ['topology.controlPlane', null, 'session.topology.controlPlane', 'object'],
  ])('refuses %s = %s and names the field', (path, value, field, code) => {
    expect(parseSessionFile(changed(path, value))).toMatchObject({ ok: false, refusal: { field, code } });
  });

  test('leaves out what does not belong there', () => {
    const parsed = parseSessionFile({ ...session, script: 'alert(1)' });
    expect(parsed.ok && 'script' in parsed.value).toBe(false);
  });

  test('never throws, whatever it is given', () => {
    fc.assert(fc.property(fc.anything(), (value) => void parseSessionFile(value)));
    fc.assert(fc.property(fc.anything(), (value) => void parseCommand(value)));
  });
});

describe('share links', () => {
  test('a link unfolds to the session that it was made of', () => {
    expect(decodeShareLink(encodeShareLink(session))).toEqual({ ok: true, value: session });
  });

  test('a link is a plain fragment of an address', () => {
    expect(encodeShareLink(session)).toMatch(/^#s=[A-Za-z0-9_-]+$/);
  });

  test('a damaged link is refused, never thrown, and never half a session', () => {
    const link = encodeShareLink(session);
    fc.assert(
      fc.property(fc.nat(link.length - 1), fc.string({ minLength: 0, maxLength: 3 }), (at, noise) => {
        const decoded = decodeShareLink(link.slice(0, at) + noise);
        if (decoded.ok) expect(decoded.value).toEqual(session);
        else expect(decoded.refusal.code).toBeTruthy();
      }),
      { numRuns: 300 },
    );
  });

  test('a small link that unfolds without end is refused', async () => {
    const { deflateSync } = await import('fflate');
    const bomb = deflateSync(new Uint8Array(80_000_000));
    const code = Buffer.from(bomb).toString('base64url');
    expect(decodeShareLink(`#s=${code}`)).toEqual({ ok: false, refusal: { field: 'link', code: 'unreadable' } });
  });
});
