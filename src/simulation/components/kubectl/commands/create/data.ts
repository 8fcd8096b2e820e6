import { compareStrings } from '../../../../apimachinery/equality.ts';
import { base64 } from '../../base64.ts';
import { bool, strings, text, texts } from '../../arguments/flags.ts';
import { builtIn } from '../../arguments/mapping.ts';
import type { Flags } from '../../arguments/parse.ts';
import type { Command } from '../../command.ts';
import { fail } from '../../errors.ts';
import type { Session } from '../../session.ts';
import { goJson } from '../../printers/json.ts';
import { generator, named } from './generator.ts';

const sourceFlags = [texts('from-literal'), strings('from-file'), strings('from-env-file'), bool('append-hash')];

/** Keys and values of --from-literal, --from-file and --from-env-file, sorted by key. */
function dataOf(session: Session, flags: Flags, what: string, name: string): [string, string][] {
  if (flags.list('from-env-file').length > 0 && (flags.list('from-file').length > 0 || flags.list('from-literal').length > 0)) {
    fail('from-env-file cannot be combined with from-file or from-literal');
  }
  const entries = [...flags.list('from-file').flatMap((spec) => fileEntries(session, spec)), ...flags.list('from-literal').map(literal), ...flags.list('from-env-file').flatMap((path) => envEntries(session, path))];
  const seen = new Set<string>();
  for (const [key] of entries) {
    if (seen.has(key)) fail(what === 'configmap' ? `cannot add key "${key}", another key by that name already exists in Data for ConfigMap "${name}"` : `cannot add key ${key}, another key by that name already exists`);
    seen.add(key);
  }
  if (what === 'secret') for (const [key] of entries) if (!KEY.test(key)) fail(`"${key}" is not valid key name for a Secret ${KEY_RULE}`);
  return entries.sort(([a], [b]) => compareStrings(a, b));
}

const KEY = /^[-._a-zA-Z0-9]+$/;
const KEY_RULE =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

function literal(pair: string): [string, string] {
  const at = pair.indexOf('=');
  if (at < 1) fail(`invalid literal source ${pair}, expected key=value`);
  const value = pair.slice(at + 1);
  const quoted = /^"(.*)"$|^'(.*)'$/.exec(value);
  return [pair.slice(0, at), quoted ? (quoted[1] ?? quoted[2] ?? '') : value];
}

function fileEntries(session: Session, spec: string): [string, string][] {
  const at = spec.indexOf('=');
  const path = at < 0 ? spec : spec.slice(at + 1);
  const text = session.context.readFile?.(path);
  if (text !== undefined) return [[at < 0 ? path.slice(path.lastIndexOf('/') + 1) : spec.slice(0, at), text]];
  const files = session.context.listFiles?.(path);
  if (files === undefined) fail(`error reading ${path}: no such file or directory`);
  return files.flatMap((name) => fileEntries(session, `${path}/${name}`));
}

function envEntries(session: Session, path: string): [string, string][] {
  const text = session.context.readFile?.(path) ?? fail(`error reading ${path}: no such file or directory`);
  const lines = text.split('\n').map((line) => line.trimStart()).filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => [line.split('=')[0], line.slice(line.indexOf('=') + 1)]);
}

export const configMap: Command = generator({
  name: 'configmap', aliases: ['cm'], flags: sourceFlags, mapping: builtIn('', 'configmaps'), options: { context: 'failed to create configmap: ' },
  make: (session, name, { flags }) => {
    const entries = dataOf(session, flags, 'configmap', name);
    const text = entries.filter(([, value]) => !isBinary(value));
    const binary = entries.filter(([, value]) => isBinary(value)).map(([key, value]) => [key, base64(value)] as const);
    return {
      apiVersion: 'v1', kind: 'ConfigMap', metadata: named(name),
      ...(text.length > 0 ? { data: Object.fromEntries(text) } : {}), ...(binary.length > 0 ? { binaryData: Object.fromEntries(binary) } : {}),
    };
  },
});

/** A file that is no UTF-8 was read with one character per byte, marked by the replacement of none: see KubectlContext.readFile. */
const isBinary = (value: string): boolean => /[\udc80-\udcff]/.test(value);

const generic = generator({
  name: 'generic', flags: [...sourceFlags, text('type')], mapping: builtIn('', 'secrets'), options: { context: 'failed to create secret ' },
  make: (session, name, { flags }) => {
    const data = dataOf(session, flags, 'secret', name).map(([key, value]) => [key, base64(value)] as const);
    return { apiVersion: 'v1', kind: 'Secret', metadata: named(name), ...(data.length > 0 ? { data: Object.fromEntries(data) } : {}), ...(flags.text('type') ? { type: flags.text('type') } : {}) };
  },
});

const dockerRegistry = generator({
  name: 'docker-registry', mapping: builtIn('', 'secrets'), options: { context: 'failed to create secret ' },
  flags: [text('docker-server', undefined, 'https://index.docker.io/v1/'), text('docker-username'), text('docker-password'), text('docker-email'), strings('from-file'), bool('append-hash')],
  make: (_session, name, { flags }) => {
    const [username, password, email] = [flags.text('docker-username'), flags.text('docker-password'), flags.text('docker-email')];
    const entry = { username, password, ...(email ? { email } : {}), auth: base64(`${username}:${password}`) };
    const config = goJson({ auths: { [flags.text('docker-server')]: entry } });
    return { apiVersion: 'v1', kind: 'Secret', metadata: named(name), data: { '.dockerconfigjson': base64(config) }, type: 'kubernetes.io/dockerconfigjson' };
  },
});

const tls = generator({
  name: 'tls', flags: [text('cert'), text('key'), bool('append-hash')], mapping: builtIn('', 'secrets'), options: { context: 'failed to create secret ' },
  make: (session, name, { flags }) => {
    const read = (path: string): string => base64(session.context.readFile?.(path) ?? fail(`open ${path}: no such file or directory`));
    return { apiVersion: 'v1', kind: 'Secret', metadata: named(name), data: { 'tls.crt': read(flags.text('cert')), 'tls.key': read(flags.text('key')) }, type: 'kubernetes.io/tls' };
  },
});

export const secret: Command = { name: 'secret', subcommands: [dockerRegistry, generic, tls] };
