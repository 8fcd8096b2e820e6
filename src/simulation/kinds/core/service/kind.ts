import type { Service } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { declareKind } from '../../declare.ts';
import { keepAllButStatus } from '../../strategies.ts';
import { defaultService } from './defaults.ts';
import { prepareNewService, prepareServiceUpdate } from './preparation.ts';
import { servicePrinter } from './printer.ts';
import { validateService, validateServiceUpdate } from './validation.ts';

/** Source: kubernetes v1.32 pkg/registry/core/service/strategy.go. */
export const serviceKind = declareKind<Typed<Service>>({
  group: '', version: 'v1', kind: 'Service', resource: 'services', shortNames: ['svc'], categories: ['all'],
  namespaced: true, subresources: ['proxy', 'status'], etcdPrefix: 'services/specs', nameRule: 'dns1035-label',
  default: defaultService,
  strategy: {
    prepareForCreate: prepareNewService,
    validate: validateService,
    prepareForUpdate: prepareServiceUpdate,
    validateUpdate: validateServiceUpdate,
    prepareForStatusUpdate: (service, old) => keepAllButStatus(service, old),
    selectableFields: ({ spec }) => ({ 'spec.clusterIP': spec?.clusterIP ?? '', 'spec.type': spec?.type ?? '' }),
    allowCreateOnUpdate: true,
  },
  printer: servicePrinter,
});
