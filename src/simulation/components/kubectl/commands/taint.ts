import type { KubeObject } from '../../../apimachinery/meta.ts';
import { isStatusFailure } from '../../../apimachinery/status.ts';
import { bool, changeFlags, selectorFlag, text, validateFlag } from '../arguments/flags.ts';
import { builtIn, mappingOf } from '../arguments/mapping.ts';
import { readInfos } from '../arguments/targets.ts';
import { dryRunOf, printChange } from '../change.ts';
import type { Command } from '../command.ts';
import { fail, type Failure, failWithAll, usage } from '../errors.ts';
import { placeOf } from '../session.ts';

interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

interface Changes {
  readonly add: readonly Taint[];
  readonly remove: readonly { readonly key: string; readonly effect?: string }[];
}

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** Source: kubectl cmd/taint/taint.go and utils.go. */
export const taint: Command = {
  name: 'taint',
  flags: [...changeFlags, selectorFlag, validateFlag, bool('all'), bool('overwrite'), text('field-manager')],
  *run(session, { args, flags }) {
    const first = args.findIndex((arg, i) => i > 0 && isSpec(arg));
    const resources = first < 0 ? args : args.slice(0, first);
    if (resources.length === 0) fail('one or more resources must be specified as <resource> <name>');
    const mapping = yield* mappingOf(session, resources[0].split('/')[0]);
    if (mapping !== builtIn('', 'nodes')) fail(`invalid resource type ${resources[0]}, only node(s) is supported`);
    const names = resources[0].includes('/') ? resources.map((word) => word.split('/')[1]) : resources.slice(1);
    if (names.length < 1 && flags.text('selector') === '' && !flags.bool('all')) fail('one or more resources must be specified as <resource> <name>');
    const changes = parse(first < 0 ? [] : args.slice(first));
    if (changes.add.length + changes.remove.length === 0) fail('at least one taint update is required');
    const targets = names.length > 0 ? names.map((name) => ({ mapping, namespace: '', name })) : [{ mapping, namespace: '', labelSelector: flags.text('selector') || undefined }];
    const { infos, failures } = yield* readInfos(session, { targets, failures: [], single: names.length === 1 });
    const all: Failure[] = [...failures];
    for (const { object, name } of infos) {
      const { taints, operation } = reorganize(object, changes, flags.bool('overwrite'));
      const query = { fieldManager: 'kubectl-taint', ...(dryRunOf(flags) === 'server' ? { dryRun: true } : {}) };
      const request = { ...placeOf(mapping, ''), name, contentType: 'application/merge-patch+json' as const, body: { spec: { taints: taints.length > 0 ? taints : null } }, query };
      const reply = dryRunOf(flags) === 'client' ? object : yield* session.send({ ...request, verb: 'patch' });
      if (isStatusFailure(reply)) all.push({ status: reply });
      else printChange(session, flags, mapping, reply as KubeObject, operation);
    }
    failWithAll(all);
  },
};

const isSpec = (word: string): boolean => /[=:]/.test(word) || word.endsWith('-');

function parse(specs: readonly string[]): Changes {
  const add: Taint[] = [];
  const remove: { key: string; effect?: string }[] = [];
  for (const spec of specs) {
    if (spec.endsWith('-')) {
      const [key, effect] = spec.slice(0, -1).split(':');
      remove.push({ key: key.split('=')[0], ...(effect ? { effect: checkEffect(effect) } : {}) });
    } else add.push(parseOne(spec));
  }
  return { add, remove };
}

function parseOne(spec: string): Taint {
  const parts = spec.split(':');
  if (parts.length !== 2 || parts[1] === '') fail(`invalid taint spec: ${spec}`);
  const [key, value, ...more] = parts[0].split('=');
  if (key === '' || more.length > 0) fail(`invalid taint spec: ${spec}`);
  return { key, ...(value ? { value } : {}), effect: checkEffect(parts[1]) };
}

function checkEffect(effect: string): string {
  if (!effects.includes(effect)) usage(`invalid taint effect: ${effect}, unsupported taint effect`, 'kubectl taint');
  return effect;
}

function reorganize(node: KubeObject, changes: Changes, overwrite: boolean): { taints: readonly Taint[]; operation: string } {
  const old = (node.spec?.taints ?? []) as readonly Taint[];
  const same = (a: { key: string; effect?: string }, b: Taint): boolean => a.key === b.key && (a.effect === undefined || a.effect === b.effect);
  const taken = changes.add.filter((one) => old.some((present) => same(one, present)));
  if (taken.length > 0 && !overwrite) fail(`node ${node.metadata.name} already has ${taken.map((one) => one.key).join(',')} taint(s) with same effect(s) and --overwrite is false`);
  const missing = changes.remove.filter((one) => !old.some((present) => same(one, present)));
  if (missing.length > 0) fail(missing.map((one) => `taint "${one.key}${one.effect ? `:${one.effect}` : ''}" not found`).join(', '));
  const kept = old.filter((present) => !changes.add.some((one) => same(one, present)) && !changes.remove.some((one) => same(one, present)));
  const added = changes.add.length > taken.length || (changes.add.length > 0 && taken.length === 0);
  const operation = changes.remove.length === 0 ? (added ? 'tainted' : 'modified') : changes.add.length === 0 ? 'untainted' : 'modified';
  return { taints: [...changes.add, ...kept], operation };
}
