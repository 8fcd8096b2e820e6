import { deepEqual } from '../apimachinery/equality.ts';
import { quote } from '../apimachinery/go-format.ts';

/** A field of a Go struct: its name there, the two values, and how a value is written. */
export interface DiffField {
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly format?: (value: unknown) => string;
}

const context = 2;

/**
 * The difference of two Go structs as messages about immutable specs show it: changed fields with two unchanged ones
 * around them, the others counted. Fields are compared as wholes.
 */
export function goDiff(type: string, fields: readonly DiffField[]): string {
  const changed = fields.map((field) => !deepEqual(field.before, field.after));
  const shown = fields.map((_, i) => changed.slice(Math.max(0, i - context), i + context + 1).some(Boolean));
  const width = Math.max(...fields.filter((_, i) => shown[i]).map((field) => field.name.length)) + 1;
  const lines = [`  ${type}{`];
  for (let i = 0; i < fields.length; ) {
    const field = fields[i] as DiffField;
    if (!shown[i]) {
      const next = shown.indexOf(true, i);
      const count = (next < 0 ? fields.length : next) - i;
      lines.push(`  \t... // ${count} identical field${count === 1 ? '' : 's'}`);
      i += count;
      continue;
    }
    const label = `${field.name}:`.padEnd(width);
    const write = field.format ?? goLiteral;
    if (changed[i]) lines.push(`- \t${label} ${write(field.before)},`, `+ \t${label} ${write(field.after)},`);
    else lines.push(`  \t${label} ${write(field.before)},`);
    i++;
  }
  return [...lines, '  }', ''].join('\n');
}

const maxFields = 4;

/** A value as it is written inside such a difference: structs with at most four of the fields that are set. */
export function goLiteral(value: unknown): string {
  if (value === undefined || value === null) return 'nil';
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `{${value.map(goLiteral).join(', ')}}`;
  const fields = Object.entries(value).filter(([, part]) => !isZero(part)).sort(([a], [b]) => rank(a) - rank(b));
  const texts = fields.slice(0, maxFields).map(([key, part]) => `${goFieldName(key)}: ${goLiteral(part)}`);
  return `{${[...texts, ...(fields.length > maxFields ? ['...'] : [])].join(', ')}}`;
}

/** A pointer to a plain value. */
export function goPointer(value: unknown): string {
  return value === undefined || value === null ? 'nil' : `&${goLiteral(value)}`;
}

function isZero(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function goFieldName(key: string): string {
  return key.charAt(0).toUpperCase() + key.slice(1);
}

// Where Go's order of a Container's and a VolumeMount's fields matters to what is shown.
const order = ['name', 'image', 'command', 'args', 'workingDir', 'ports', 'envFrom', 'env', 'resources', 'restartPolicy', 'readOnly', 'mountPath',
  'volumeMounts', 'livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle', 'terminationMessagePath', 'terminationMessagePolicy', 'imagePullPolicy'];

function rank(key: string): number {
  const index = order.indexOf(key);
  return index < 0 ? order.length : index;
}
