export { Cgroups, type CgroupLimits } from './cgroups.ts';
export { Kernel, kernelOf, LINUX } from './kernel.ts';
export { Netfilter, type Chain, type Rule, type RuleSource } from './netfilter.ts';
export { NetworkNamespace, NetworkNamespaces } from './network-namespace.ts';
export { LinuxProcess, type ProcessOptions, type Signal } from './process.ts';
export { hostAddress } from './host-address.ts';
