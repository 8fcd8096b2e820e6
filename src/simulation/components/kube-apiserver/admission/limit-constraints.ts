import type { LimitRangeItem, PodSpec } from 'kubernetes-types/core/v1.d.ts';
import { compareStrings } from '../../../apimachinery/equality.ts';
import { addQuantities, canonicalQuantity, compareQuantities, milliValue } from '../../../apimachinery/quantity.ts';

type Amounts = Readonly<Record<string, string>> | undefined;

/** What a LimitRange's item has against requests and limits, bound by bound. Source: kubernetes v1.32 plugin/pkg/admission/limitranger/admission.go, PodValidateLimitFunc. */
export function complaintsOf(item: LimitRangeItem, requests: Amounts, limits: Amounts): string[] {
  return [
    ...each(item.min, (name, bound) => tooLittle(item.type, name, bound, requests?.[name], limits?.[name])),
    ...each(item.max, (name, bound) => tooMuch(item.type, name, bound, requests?.[name], limits?.[name])),
    ...each(item.maxLimitRequestRatio, (name, bound) => tooWide(item.type, name, bound, requests?.[name], limits?.[name])),
  ];
}

/** The same for a claim, which only requests. Source: the same file, PersistentVolumeClaimValidateLimitFunc. */
export function claimComplaints(item: LimitRangeItem, requests: Amounts): string[] {
  return [
    ...each(item.min, (name, bound) => tooLittle(item.type, name, bound, requests?.[name], undefined)),
    ...each(item.max, (name, bound) => requestedTooMuch(item.type, name, bound, requests?.[name])),
  ];
}

/** Containers together, or an init container that needs more. Source: component-helpers resource/helpers.go, PodRequests and PodLimits. */
export function podAmounts(spec: PodSpec, field: 'requests' | 'limits'): Amounts {
  const total: Record<string, string> = {};
  for (const { resources } of spec.containers) for (const [name, amount] of Object.entries(resources?.[field] ?? {})) total[name] = total[name] === undefined ? amount : addQuantities(total[name], amount);
  for (const { resources } of spec.initContainers ?? []) for (const [name, amount] of Object.entries(resources?.[field] ?? {})) if (compareQuantities(amount, total[name]) > 0) total[name] = amount;
  return total;
}

function each(bounds: Amounts, check: (name: string, bound: string) => string | undefined): string[] {
  return Object.entries(bounds ?? {}).sort(([a], [b]) => compareStrings(a, b)).flatMap(([name, bound]) => check(name, bound) ?? []);
}

function tooLittle(type: string, name: string, bound: string, request: string | undefined, limit: string | undefined): string | undefined {
  const rule = `minimum ${name} usage per ${type} is ${canonicalQuantity(bound)}`;
  if (request === undefined) return `${rule}.  No request is specified`;
  if (compareQuantities(request, bound) < 0) return `${rule}, but request is ${canonicalQuantity(request)}`;
  return limit !== undefined && compareQuantities(limit, bound) < 0 ? `${rule}, but limit is ${canonicalQuantity(limit)}` : undefined;
}

function tooMuch(type: string, name: string, bound: string, request: string | undefined, limit: string | undefined): string | undefined {
  const rule = `maximum ${name} usage per ${type} is ${canonicalQuantity(bound)}`;
  if (limit === undefined) return `${rule}.  No limit is specified`;
  if (compareQuantities(limit, bound) > 0) return `${rule}, but limit is ${canonicalQuantity(limit)}`;
  return request !== undefined && compareQuantities(request, bound) > 0 ? `${rule}, but request is ${canonicalQuantity(request)}` : undefined;
}

function requestedTooMuch(type: string, name: string, bound: string, request: string | undefined): string | undefined {
  const rule = `maximum ${name} usage per ${type} is ${canonicalQuantity(bound)}`;
  if (request === undefined) return `${rule}.  No request is specified`;
  return compareQuantities(request, bound) > 0 ? `${rule}, but request is ${canonicalQuantity(request)}` : undefined;
}

function tooWide(type: string, name: string, bound: string, request: string | undefined, limit: string | undefined): string | undefined {
  const rule = `${name} max limit to request ratio per ${type} is ${canonicalQuantity(bound)}`;
  if (request === undefined || milliValue(request) === 0) return `${rule}, but no request is specified or request is 0`;
  if (limit === undefined || milliValue(limit) === 0) return `${rule}, but no limit is specified or limit is 0`;
  const ratio = milliValue(limit) / milliValue(request);
  return ratio * 1000 > milliValue(bound) ? `${rule}, but provided ratio is ${ratio.toFixed(6)}` : undefined;
}
