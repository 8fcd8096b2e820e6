import type { ServiceAccount } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { ageOf } from '../age.ts';
import { ageColumn, column, nameColumn } from '../columns.ts';
import { declareKind } from '../declare.ts';

/** Source: kubernetes v1.32 pkg/registry/core/serviceaccount/strategy.go. */
export const serviceAccountKind = declareKind<Typed<ServiceAccount>>({
  group: '', version: 'v1', kind: 'ServiceAccount', resource: 'serviceaccounts', shortNames: ['sa'], categories: [],
  namespaced: true, subresources: ['token'], etcdPrefix: 'serviceaccounts',
  printer: {
    columns: [nameColumn, column('Secrets', 'Secrets is a list of the secrets in the same namespace that pods running using this ServiceAccount are allowed to use.'), ageColumn],
    row: (account, nowUs) => [account.metadata.name ?? '', account.secrets?.length ?? 0, ageOf(account.metadata.creationTimestamp, nowUs)],
  },
});
