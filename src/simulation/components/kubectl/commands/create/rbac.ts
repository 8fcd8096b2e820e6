import { kindByName } from '../../../../kinds/registry.ts';
import { strings, text, texts } from '../../arguments/flags.ts';
import { builtIn } from '../../arguments/mapping.ts';
import type { Flags } from '../../arguments/parse.ts';
import type { Command } from '../../command.ts';
import { fail } from '../../errors.ts';
import { pairs } from '../run-pod.ts';
import { generator, named } from './generator.ts';

const GROUP = 'rbac.authorization.k8s.io';
const ruleFlags = [strings('verb'), strings('resource'), texts('resource-name')];

/** One rule for each API group of the resources. Source: kubectl cmd/create/create_role.go, generateResourcePolicyRules. */
function rulesOf(flags: Flags): object[] {
  const verbs = [...new Set(flags.list('verb'))];
  if (verbs.length === 0) fail('at least one verb must be specified');
  if (flags.list('resource').length === 0) fail('at least one resource must be specified');
  const byGroup = new Map<string, string[]>();
  for (const spec of flags.list('resource')) {
    const [name, subresource] = spec.split('/');
    const kind = name === '*' ? undefined : (kindByName(name) ?? fail(`the server doesn't have a resource type "${name}"`));
    const group = kind?.group ?? (name === '*' ? '*' : '');
    const resource = (kind?.resource ?? name) + (subresource ? `/${subresource}` : '');
    byGroup.set(group, [...(byGroup.get(group) ?? []), resource]);
  }
  const names = flags.list('resource-name');
  return [...byGroup].map(([group, resources]) => ({ apiGroups: [group], ...(names.length > 0 ? { resourceNames: names } : {}), resources, verbs: verbs.includes('*') ? ['*'] : verbs }));
}

export const role: Command = generator({
  name: 'role', flags: ruleFlags, mapping: builtIn(GROUP, 'roles'),
  make: (_session, name, { flags }) => ({ apiVersion: `${GROUP}/v1`, kind: 'Role', metadata: named(name), rules: rulesOf(flags) }),
});

export const clusterRole: Command = generator({
  name: 'clusterrole', flags: [...ruleFlags, strings('non-resource-url'), text('aggregation-rule')], mapping: builtIn(GROUP, 'clusterroles'),
  make: (_session, name, { flags }) => {
    const urls = flags.list('non-resource-url');
    const rules = urls.length > 0 ? [{ nonResourceURLs: urls, verbs: [...flags.list('verb')] }] : rulesOf(flags);
    return { apiVersion: `${GROUP}/v1`, kind: 'ClusterRole', metadata: named(name), rules };
  },
});

const subjectFlags = [texts('user'), texts('group'), texts('serviceaccount')];

function subjectsOf(flags: Flags): object[] {
  const accounts = flags.list('serviceaccount').map((spec) => {
    const [namespace, name, ...more] = spec.split(':');
    if (!namespace || !name || more.length > 0) fail('serviceaccount must be <namespace>:<name>');
    return { kind: 'ServiceAccount', name, namespace };
  });
  const people = (kind: string, names: readonly string[]): object[] => names.map((name) => ({ apiGroup: GROUP, kind, name }));
  return [...people('User', flags.list('user')), ...people('Group', flags.list('group')), ...accounts];
}

export const roleBinding: Command = generator({
  name: 'rolebinding', flags: [text('role'), text('clusterrole'), ...subjectFlags], mapping: builtIn(GROUP, 'rolebindings'), options: { context: 'failed to create rolebinding: ' },
  make: (_session, name, { flags }) => {
    const [roleName, clusterRoleName] = [flags.text('role'), flags.text('clusterrole')];
    if ((roleName === '') === (clusterRoleName === '')) fail('exactly one of clusterrole or role must be specified');
    const roleRef = { apiGroup: GROUP, kind: roleName ? 'Role' : 'ClusterRole', name: roleName || clusterRoleName };
    return { apiVersion: `${GROUP}/v1`, kind: 'RoleBinding', metadata: named(name), roleRef, subjects: subjectsOf(flags) };
  },
});

export const clusterRoleBinding: Command = generator({
  name: 'clusterrolebinding', flags: [text('clusterrole'), ...subjectFlags], mapping: builtIn(GROUP, 'clusterrolebindings'), options: { context: 'failed to create clusterrolebinding: ' },
  make: (_session, name, { flags }) => ({
    apiVersion: `${GROUP}/v1`, kind: 'ClusterRoleBinding', metadata: named(name), subjects: subjectsOf(flags),
    roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name: flags.text('clusterrole') || fail('required flag(s) "clusterrole" not set') },
  }),
});

const RULE = /^(?<host>[\w.*-]*)(?<path>\/[^=]*)=(?<service>[^:,]+):(?<port>[^,]+)(?:,(?<tls>tls(?:=(?<secret>[^,]*))?))?$/;

/** Source: kubectl cmd/create/create_ingress.go. */
export const ingress: Command = generator({
  name: 'ingress', aliases: ['ing'], flags: [texts('rule'), text('class'), text('default-backend'), texts('annotation')], mapping: builtIn('networking.k8s.io', 'ingresses'),
  options: { context: 'failed to create ingress: ' },
  make: (_session, name, { flags }) => {
    const rules = flags.list('rule').map((rule) => RULE.exec(rule)?.groups ?? fail(`rule ${rule} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`));
    if (rules.length === 0 && flags.text('default-backend') === '') fail('not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)');
    const annotations = Object.assign({}, ...flags.list('annotation').map(pairs)) as Record<string, string>;
    const fallback = flags.text('default-backend') === '' ? {} : { defaultBackend: backend(...(flags.text('default-backend').split(':') as [string, string])) };
    const tls = tlsOf(rules);
    return {
      apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: named(name, Object.keys(annotations).length > 0 ? { annotations } : {}), status: { loadBalancer: {} },
      spec: { ...fallback, ...(flags.text('class') ? { ingressClassName: flags.text('class') } : {}), ...(rules.length > 0 ? { rules: rulesByHost(rules) } : {}), ...(tls.length > 0 ? { tls } : {}) },
    };
  },
});

type Groups = Readonly<Record<string, string | undefined>>;

const backend = (name: string, port: string): object => ({ service: { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } } });

function rulesByHost(rules: readonly Groups[]): object[] {
  const byHost = new Map<string, object[]>();
  for (const { host = '', path = '', service = '', port = '' } of rules) {
    const prefix = path.endsWith('*');
    const one = { backend: backend(service, port), path: prefix ? path.slice(0, -1) : path, pathType: prefix ? 'Prefix' : 'Exact' };
    byHost.set(host, [...(byHost.get(host) ?? []), one]);
  }
  return [...byHost].map(([host, paths]) => ({ ...(host ? { host } : {}), http: { paths } }));
}

function tlsOf(rules: readonly Groups[]): object[] {
  const bySecret = new Map<string, string[]>();
  for (const { host = '', tls, secret = '' } of rules) if (tls) bySecret.set(secret, [...(bySecret.get(secret) ?? []), ...(host ? [host] : [])]);
  return [...bySecret].map(([secretName, hosts]) => ({ ...(hosts.length > 0 ? { hosts } : {}), ...(secretName ? { secretName } : {}) }));
}

