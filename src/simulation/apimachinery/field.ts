import { goValue, GoText, quote } from './go-format.ts';

/** Where in an object something is. Immutable; its text is only made when somebody asks. Source: apimachinery util/validation/field, Path. */
export class Path {
  private readonly parent: Path | undefined;
  private readonly step: string | number;
  private readonly kind: 'field' | 'index' | 'key';

  private constructor(parent: Path | undefined, step: string | number, kind: 'field' | 'index' | 'key') {
    this.parent = parent;
    this.step = step;
    this.kind = kind;
  }

  static of(name: string, ...more: readonly string[]): Path {
    return new Path(undefined, name, 'field').child(...more);
  }

  child(...names: readonly string[]): Path {
    let path: Path = this;
    for (const name of names) path = new Path(path, name, 'field');
    return path;
  }

  index(index: number): Path {
    return new Path(this, index, 'index');
  }

  key(key: string): Path {
    return new Path(this, key, 'key');
  }

  toString(): string {
    const before = this.parent === undefined ? '' : this.parent.toString();
    if (this.kind !== 'field') return `${before}[${this.step}]`;
    return before === '' ? String(this.step) : `${before}.${this.step}`;
  }
}

/** `path('spec', 'replicas')`. */
export function path(name: string, ...more: readonly string[]): Path {
  return Path.of(name, ...more);
}

export type FieldErrorType =
  | 'FieldValueNotFound' | 'FieldValueRequired' | 'FieldValueDuplicate' | 'FieldValueInvalid' | 'FieldValueNotSupported'
  | 'FieldValueForbidden' | 'FieldValueTooLong' | 'FieldValueTooMany' | 'InternalError' | 'FieldValueTypeInvalid';

const typeWords: Readonly<Record<FieldErrorType, string>> = {
  FieldValueNotFound: 'Not found',
  FieldValueRequired: 'Required value',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueInvalid: 'Invalid value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueForbidden: 'Forbidden',
  FieldValueTooLong: 'Too long',
  FieldValueTooMany: 'Too many',
  InternalError: 'Internal error',
  FieldValueTypeInvalid: 'Invalid value',
};

/** One thing wrong with one field. `body` is the text without the field's name. */
export interface FieldError {
  readonly type: FieldErrorType;
  readonly field: string;
  readonly body: string;
}

export type ErrorList = readonly FieldError[];

export type FieldPath = Path | string | undefined;

function fieldError(type: FieldErrorType, at: FieldPath, detail: string, value?: string): FieldError {
  const parts = [typeWords[type], value, detail].filter((part) => part !== undefined && part !== '');
  return { type, field: at === undefined ? '<nil>' : String(at), body: parts.join(': ') };
}

export function required(at: FieldPath, detail: string): FieldError {
  return fieldError('FieldValueRequired', at, detail);
}

/** `value` is printed as Go would; hand in a GoText where only the caller knows how. */
export function invalid(at: FieldPath, value: unknown, detail: string): FieldError {
  return fieldError('FieldValueInvalid', at, detail, goValue(value));
}

export function typeInvalid(at: FieldPath, value: unknown, detail: string): FieldError {
  return fieldError('FieldValueTypeInvalid', at, detail, goValue(value));
}

export function duplicate(at: FieldPath, value: unknown): FieldError {
  return fieldError('FieldValueDuplicate', at, '', goValue(value));
}

export function notFound(at: FieldPath, value: unknown): FieldError {
  return fieldError('FieldValueNotFound', at, '', goValue(value));
}

/** The supported values are listed in the order given: sorted, where Go lists a set. */
export function notSupported(at: FieldPath, value: unknown, supported: readonly string[]): FieldError {
  const detail = supported.length === 0 ? '' : `supported values: ${supported.map(quote).join(', ')}`;
  return fieldError('FieldValueNotSupported', at, detail, goValue(value));
}

export function forbidden(at: FieldPath, detail: string): FieldError {
  return fieldError('FieldValueForbidden', at, detail);
}

export function tooLong(at: FieldPath, maxBytes: number): FieldError {
  return fieldError('FieldValueTooLong', at, maxBytes >= 0 ? `may not be more than ${maxBytes} bytes` : 'value is too long');
}

export function tooMany(at: FieldPath, actual: number, max: number): FieldError {
  const detail = max < 0 ? 'has too many items' : `must have at most ${max} ${max === 1 ? 'item' : 'items'}`;
  return fieldError('FieldValueTooMany', at, detail, actual < 0 ? undefined : String(actual));
}

export function internal(at: FieldPath, detail: string): FieldError {
  return fieldError('InternalError', at, detail);
}

/** 'spec.replicas: Invalid value: -1: must be greater than or equal to 0' */
export function errorText(error: FieldError): string {
  return `${error.field}: ${error.body}`;
}

/** One error as it is, several as '[a, b]', repeated ones once. Source: apimachinery, ErrorList.ToAggregate and Aggregate.Error. */
export function aggregateText(errors: ErrorList): string {
  const texts = [...new Set(errors.map(errorText))];
  return texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
}

/** A value to be printed as it stands. */
export function goText(text: string): GoText {
  return new GoText(text);
}
