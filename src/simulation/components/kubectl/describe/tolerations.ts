import { compareStrings } from '../../../apimachinery/equality.ts';
import type { Lines } from './lines.ts';

interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
  readonly tolerationSeconds?: number;
}

/** Source: kubectl describe, printTolerations: 'key=value:Effect op=Exists for 300s'. */
export function describeTolerations(tolerations: readonly Toleration[] | undefined, lines: Lines, level: number): void {
  const indent = '  '.repeat(level);
  lines.raw(`${indent}Tolerations:\t`);
  if (!tolerations || tolerations.length === 0) return lines.raw('<none>\n');
  const sorted = [...tolerations].sort((a, b) => compareStrings(a.key ?? '', b.key ?? ''));
  sorted.forEach((one, i) => lines.raw(`${i === 0 ? '' : '\t'}${text(one)}\n`));
}

function text(one: Toleration): string {
  const value = one.value ? `=${one.value}` : '';
  const effect = one.effect ? `:${one.effect}` : '';
  const operator = one.operator === 'Exists' && !one.value ? (one.key || one.effect ? ' op=Exists' : 'op=Exists') : '';
  const seconds = one.tolerationSeconds !== undefined && one.tolerationSeconds !== null ? ` for ${one.tolerationSeconds}s` : '';
  return `${one.key ?? ''}${value}${effect}${operator}${seconds}`;
}
