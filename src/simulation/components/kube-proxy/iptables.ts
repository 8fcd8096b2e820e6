import type { Chain, Rule } from '../../linux/index.ts';
import type { EndpointRule, ServicePortRules } from './service-rules.ts';

const comment = (text: string): string => `-m comment --comment "${text}"`;

/** What iptables-save prints of a probability: it keeps 31 bits. */
export function probabilityText(probability: number): string {
  return (Math.round(probability * 2_147_483_648) / 2_147_483_648).toFixed(11);
}

/** The chains of all Services in the words of iptables. Source: kubernetes v1.32 pkg/proxy/iptables/proxier.go, syncProxyRules. */
export function chainsOf(services: readonly ServicePortRules[]): Chain[] {
  const entry: Rule[] = [];
  const nodePorts: Rule[] = [];
  const chains: Chain[] = [];
  for (const rules of services) {
    const { clusterIP, protocol, port, portName, chain, endpoints } = rules;
    const destination = `-d ${clusterIP}/32 -p ${protocol}`;
    if (endpoints.length === 0) {
      entry.push({ match: `${destination} ${comment(`${portName} has no endpoints`)} -m ${protocol} --dport ${port}`, target: 'REJECT --reject-with icmp-port-unreachable' });
      continue;
    }
    entry.push({ match: `${destination} ${comment(`${portName} cluster IP`)} -m ${protocol} --dport ${port}`, target: chain });
    if (rules.nodePort > 0) {
      nodePorts.push({ match: `-p ${protocol} ${comment(portName)} -m ${protocol} --dport ${rules.nodePort}`, target: rules.externalChain });
      chains.push({ name: rules.externalChain, rules: [{ match: comment(`masquerade traffic for ${portName} external destinations`), target: 'KUBE-MARK-MASQ' }, { match: '', target: chain }] });
    }
    chains.push(balance(rules), ...endpoints.map((endpoint) => deliver(rules, endpoint)));
  }
  const last = { match: `${comment('kubernetes service nodeports; NOTE: this must be the last rule in this chain')} -m addrtype --dst-type LOCAL`, target: 'KUBE-NODEPORTS' };
  return [{ name: 'KUBE-SERVICES', rules: [...entry, last] }, { name: 'KUBE-NODEPORTS', rules: nodePorts }, ...chains];
}

function balance({ portName, protocol, clusterIP, port, chain, endpoints, sessionAffinitySeconds }: ServicePortRules): Chain {
  const rules: Rule[] = [{ match: `! -s 10.244.0.0/16 -d ${clusterIP}/32 -p ${protocol} ${comment(`${portName} cluster IP`)} -m ${protocol} --dport ${port}`, target: 'KUBE-MARK-MASQ' }];
  if (sessionAffinitySeconds > 0) {
    for (const endpoint of endpoints) rules.push({ match: `${comment(`${portName} -> ${endpoint.ip}:${endpoint.port}`)} -m recent --rcheck --seconds ${sessionAffinitySeconds} --reap --name ${endpoint.chain}`, target: endpoint.chain });
  }
  for (const { ip, port: target, chain: endpointChain, probability } of endpoints) {
    const chance = probability < 1 ? ` -m statistic --mode random --probability ${probabilityText(probability)}` : '';
    rules.push({ match: `${comment(`${portName} -> ${ip}:${target}`)}${chance}`, target: endpointChain });
  }
  return { name: chain, rules };
}

function deliver({ portName, protocol, sessionAffinitySeconds }: ServicePortRules, { ip, port, chain }: EndpointRule): Chain {
  const recent = sessionAffinitySeconds > 0 ? ` -m recent --set --name ${chain}` : '';
  return {
    name: chain,
    rules: [
      { match: `-s ${ip}/32 ${comment(portName)}`, target: 'KUBE-MARK-MASQ' },
      { match: `-p ${protocol} ${comment(portName)}${recent} -m ${protocol}`, target: `DNAT --to-destination ${ip}:${port}` },
    ],
  };
}

/** The chains as `iptables-save -t nat` prints them. */
export function saveText(chains: readonly Chain[]): string {
  const lines = ['*nat', ...chains.map(({ name }) => `:${name} - [0:0]`)];
  for (const { name, rules } of chains) for (const { match, target } of rules) lines.push(`-A ${name} ${match === '' ? '' : `${match} `}-j ${target}`);
  return [...lines, 'COMMIT'].join('\n');
}
