import type { Node, Taint } from 'kubernetes-types/core/v1.d.ts';
import { duplicate, forbidden, goText, invalid, path, required } from '../../../apimachinery/field.ts';
import type { FieldError, Path } from '../../../apimachinery/field.ts';
import { quote } from '../../../apimachinery/go-format.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { isValidCIDR, isValidLabelValue, isQualifiedName } from '../../../apimachinery/validation.ts';
import { invalidFor, oneOf, sortedKeys } from '../../values.ts';
import { validateQuantity } from '../resource-validation.ts';

const at = path('spec');

/** Source: kubernetes v1.32 pkg/apis/core/validation, ValidateNode. */
export function validateNode(node: Typed<Node>): FieldError[] {
  // Kubernetes reports taints as if they still were metadata, which they once were.
  return [...validateTaints(node.spec?.taints, path('metadata', 'taints')), ...validateResources(node), ...validateCidrs(node)];
}

/** Source: kubernetes v1.32 pkg/apis/core/validation, ValidateNodeUpdate. */
export function validateNodeUpdate(node: Typed<Node>, old: Typed<Node>): FieldError[] {
  const errors = node.spec === old.spec ? [] : validateNode(node);
  const [cidrs, before] = [node.spec?.podCIDRs ?? [], old.spec?.podCIDRs ?? []];
  if (before.length > 0 && (cidrs.length !== before.length || cidrs.some((cidr, i) => cidr !== before[i]))) {
    errors.push(forbidden(at.child('podCIDRs'), 'node updates may not change podCIDR except from "" to valid'));
  }
  const provider = old.spec?.providerID;
  if (provider && provider !== node.spec?.providerID) errors.push(forbidden(at.child('providerID'), 'node updates may not change providerID except from "" to valid'));
  return errors;
}

/** Source: kubernetes v1.32 pkg/apis/core/validation, validateNodeTaints. */
function validateTaints(taints: readonly Taint[] | undefined, place: Path): FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  for (const [i, taint] of (taints ?? []).entries()) {
    const here = place.index(i);
    errors.push(...invalidFor(here.child('key'), taint.key, isQualifiedName(taint.key)));
    const messages = isValidLabelValue(taint.value ?? '');
    if (messages.length > 0) errors.push(invalid(here.child('value'), taint.value ?? '', messages.join(';')));
    if (taint.effect) errors.push(...oneOf(taint.effect, ['NoSchedule', 'PreferNoSchedule', 'NoExecute'], here.child('effect')));
    else errors.push(required(here.child('effect'), ''));
    const key = `${taint.effect}/${taint.key}`;
    if (seen.has(key)) errors.push({ ...duplicate(here, goText(goTaint(taint))), body: `Duplicate value: ${goTaint(taint)}: taints must be unique by key and effect pair` });
    seen.add(key);
  }
  return errors;
}

function goTaint(taint: Taint): string {
  return `core.Taint{Key:${quote(taint.key)}, Value:${quote(taint.value ?? '')}, Effect:${quote(taint.effect)}, TimeAdded:<nil>}`;
}

function validateResources(node: Typed<Node>): FieldError[] {
  return (['capacity', 'allocatable'] as const).flatMap((list) => sortedKeys(node.status?.[list]).flatMap((name) =>
    validateQuantity(name, node.status?.[list]?.[name] ?? '', path('status', list).key(name))));
}

function validateCidrs(node: Typed<Node>): FieldError[] {
  return (node.spec?.podCIDRs ?? []).flatMap((cidr, i) => invalidFor(at.child('podCIDRs').index(i), cidr, isValidCIDR(cidr)));
}
