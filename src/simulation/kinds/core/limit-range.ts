import type { LimitRange, LimitRangeItem } from 'kubernetes-types/core/v1.d.ts';
import { duplicate, forbidden, goText, invalid, path, required } from '../../apimachinery/field.ts';
import type { FieldError, Path } from '../../apimachinery/field.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { isQualifiedName } from '../../apimachinery/validation.ts';
import { column, nameColumn } from '../columns.ts';
import { declareKind } from '../declare.ts';
import { changeField, fill, mapSame, withField } from '../fill.ts';
import { invalidFor, sortedKeys } from '../values.ts';
import { validateResourceName } from './resource-validation.ts';
import { canonical, canonicalResources, compareQuantities, goQuantity } from './resources.ts';

/** Source: kubernetes v1.32 pkg/registry/core/limitrange/strategy.go. */
export const limitRangeKind = declareKind<Typed<LimitRange>>({
  group: '', version: 'v1', kind: 'LimitRange', resource: 'limitranges', shortNames: ['limits'], categories: [],
  namespaced: true, subresources: [], etcdPrefix: 'limitranges',
  default: (range) => changeField(range, 'spec', (spec) => changeField(spec, 'limits', (limits) => mapSame(limits, defaultItem))),
  strategy: { validate, validateUpdate: validate, allowCreateOnUpdate: true },
  printer: {
    columns: [nameColumn, column('Created At', 'CreationTimestamp is the time at which the object was created, in UTC.')],
    row: (range) => [range.metadata.name ?? '', range.metadata.creationTimestamp ?? ''],
  },
});

const lists = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const;

/** Source: kubernetes v1.32 pkg/apis/core/v1/defaults.go, SetDefaults_LimitRangeItem. */
function defaultItem(item: LimitRangeItem): LimitRangeItem {
  let result = item;
  for (const list of lists) result = changeField(result, list, canonicalResources);
  if (item.type !== 'Container') return result;
  const limits = fill(result.default ?? {}, result.max ?? {});
  const requests = fill(fill(result.defaultRequest ?? {}, limits), result.min ?? {});
  if (Object.keys(limits).length > 0) result = withField(result, 'default', limits);
  return Object.keys(requests).length > 0 ? withField(result, 'defaultRequest', requests) : result;
}

const standardTypes = ['Container', 'PersistentVolumeClaim', 'Pod'];

/** Source: kubernetes v1.32 pkg/apis/core/validation, ValidateLimitRange. */
function validate(range: Typed<LimitRange>): FieldError[] {
  const seen = new Set<string>();
  return (range.spec?.limits ?? []).flatMap((item, i) => {
    const at = path('spec', 'limits').index(i);
    const errors = invalidFor(at.child('type'), item.type, isQualifiedName(item.type));
    if (errors.length === 0 && !item.type.includes('/') && !standardTypes.includes(item.type)) {
      errors.push(invalid(at.child('type'), item.type, 'must be a standard limit type or fully qualified'));
    }
    if (seen.has(item.type)) errors.push(duplicate(at.child('type'), item.type));
    seen.add(item.type);
    return [...errors, ...validateLists(item, at), ...validateOrder(item, at)];
  });
}

function validateLists(item: LimitRangeItem, at: Path): FieldError[] {
  const named = (list: (typeof lists)[number]) => sortedKeys(item[list]).flatMap((name) => validateResourceName(name, at.child(list).key(name)));
  const errors = [...named('max'), ...named('min')];
  for (const list of ['default', 'defaultRequest'] as const) {
    if (item.type !== 'Pod') errors.push(...named(list));
    else if (sortedKeys(item[list]).length > 0) errors.push(forbidden(at.child(list), "may not be specified when `type` is 'Pod'"));
  }
  if (item.type === 'PersistentVolumeClaim' && item.min?.storage === undefined && item.max?.storage === undefined) {
    errors.push(required(at.child('limits'), 'either minimum or maximum storage value is required, but neither was provided'));
  }
  return [...errors, ...named('maxLimitRequestRatio')];
}

function validateOrder(item: LimitRangeItem, at: Path): FieldError[] {
  const names = new Set(lists.flatMap((list) => sortedKeys(item[list])));
  return [...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)).flatMap((name) => validateResourceOrder(item, name, at));
}

function validateResourceOrder(item: LimitRangeItem, name: string, at: Path): FieldError[] {
  const [min, max, limit, request] = [item.min?.[name], item.max?.[name], item.default?.[name], item.defaultRequest?.[name]];
  const errors: FieldError[] = [];
  const check = (low: string | undefined, high: string | undefined, list: string, shown: string | undefined, words: [string, string]) => {
    if (low === undefined || high === undefined || compareQuantities(low, high) <= 0) return;
    const detail = `${words[0]} value ${canonical(low)} is greater than ${words[1]} value ${canonical(high)}`;
    errors.push(invalid(at.child(list).key(name), goText(goQuantity(shown ?? '0')), detail));
  };
  check(min, max, 'min', min, ['min', 'max']);
  check(min, request, 'defaultRequest', request, ['min', 'default request']);
  check(request, max, 'defaultRequest', request, ['default request', 'max']);
  check(request, limit, 'defaultRequest', request, ['default request', 'default limit']);
  check(min, limit, 'default', min, ['min', 'default']);
  check(limit, max, 'default', max, ['default', 'max']);
  return errors;
}
