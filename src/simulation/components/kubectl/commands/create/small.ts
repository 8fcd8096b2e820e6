import { bool, int, text } from '../../arguments/flags.ts';
import { builtIn } from '../../arguments/mapping.ts';
import type { Command } from '../../command.ts';
import { fail } from '../../errors.ts';
import { quantities } from '../set/resources.ts';
import { generator, named } from './generator.ts';

export const namespace: Command = generator({
  name: 'namespace', aliases: ['ns'], mapping: builtIn('', 'namespaces'), make: (_session, name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: named(name), spec: {}, status: {} }),
});

export const serviceAccount: Command = generator({
  name: 'serviceaccount', aliases: ['sa'], mapping: builtIn('', 'serviceaccounts'), options: { context: 'failed to create serviceaccount: ' },
  make: (_session, name) => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: named(name) }),
});

export const quota: Command = generator({
  name: 'quota', aliases: ['resourcequota'], mapping: builtIn('', 'resourcequotas'), flags: [text('hard'), text('scopes')], options: { context: 'failed to create quota: ' },
  make: (_session, name, { flags }) => ({
    apiVersion: 'v1', kind: 'ResourceQuota', metadata: named(name), status: {},
    spec: { hard: quantities(flags.text('hard')) ?? {}, ...(flags.text('scopes') ? { scopes: flags.text('scopes').split(',') } : {}) },
  }),
});

export const priorityClass: Command = generator({
  name: 'priorityclass', aliases: ['pc'], mapping: builtIn('scheduling.k8s.io', 'priorityclasses'), options: { context: 'failed to create priorityclass: ' },
  flags: [int('value'), bool('global-default'), text('description'), text('preemption-policy', undefined, 'PreemptLowerPriority')],
  make: (_session, name, { flags }) => ({
    apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: named(name), value: flags.int('value'), preemptionPolicy: flags.text('preemption-policy'),
    ...(flags.bool('global-default') ? { globalDefault: true } : {}), ...(flags.text('description') ? { description: flags.text('description') } : {}),
  }),
});

const intOrPercent = (value: string): number | string => (/^-?\d+$/.test(value) ? Number(value) : value);

export const podDisruptionBudget: Command = generator({
  name: 'poddisruptionbudget', aliases: ['pdb'], mapping: builtIn('policy', 'poddisruptionbudgets'), flags: [text('min-available'), text('max-unavailable'), text('selector')], options: { context: 'failed to create poddisruptionbudgets: ' },
  make: (_session, name, { flags }) => {
    if (flags.text('selector') === '') fail('a selector must be specified');
    const [min, max] = [flags.text('min-available'), flags.text('max-unavailable')];
    if (min === '' && max === '') fail('one of min-available or max-unavailable must be specified');
    if (min !== '' && max !== '') fail('min-available and max-unavailable cannot be both specified');
    const matchLabels = Object.fromEntries(flags.text('selector').split(',').map((pair) => pair.split('=') as [string, string]));
    const bound = min === '' ? { maxUnavailable: intOrPercent(max) } : { minAvailable: intOrPercent(min) };
    return { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: named(name), spec: { ...bound, selector: { matchLabels } }, status: { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 } };
  },
});

