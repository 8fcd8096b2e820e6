import { expect, test } from 'vitest';
import { serviceChain } from './chain-names.ts';
import { probabilityText } from './iptables.ts';

test('chains have the names that a real kube-proxy gives them', () => {
  expect(serviceChain('default/kubernetes:https', 'tcp')).toBe('KUBE-SVC-NPX46M4PTMTKRN6Y');
  expect(serviceChain('kube-system/kube-dns:dns-tcp', 'tcp')).toBe('KUBE-SVC-ERIFXISQEP7F7OF4');
  expect(serviceChain('kube-system/kube-dns:dns', 'udp')).toBe('KUBE-SVC-TCOU7JCQXEZGVUNU');
});

test('probabilities are printed with the 31 bits that the kernel keeps', () => {
  expect(probabilityText(1 / 2)).toBe('0.50000000000');
  expect(probabilityText(1 / 3)).toBe('0.33333333349');
});
