import { type Labels, selectorFromLabelSelector } from '../../apimachinery/labels.ts';
import type { LabelSelector } from '../../apimachinery/meta.ts';

/** Whether labels match; an empty selector matches everything. Compiled once per selector object. */
export const selectorMatches = (selector: LabelSelector | undefined, labels: Labels | undefined): boolean => selectorFromLabelSelector(selector).matches(labels);

/** True of a selector without any requirement. */
export const isEmptySelector = (selector: LabelSelector | undefined): boolean => selectorFromLabelSelector(selector).empty;
