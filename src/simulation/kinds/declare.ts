import { path } from '../apimachinery/field.ts';
import type { KubeObject } from '../apimachinery/meta.ts';
import { nameIsDNS1035Label, nameIsDNSLabel, nameIsDNSSubdomain, nameIsPathSegment } from '../apimachinery/object-name.ts';
import type { NameValidator } from '../apimachinery/object-name.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../apimachinery/object-meta.ts';
import { nameAndAge } from './columns.ts';
import type { Kind, Printer, Strategy } from './kind.ts';

/** Which names a kind's objects may have; most are DNS-1123 subdomains. */
export type NameRule = 'dns1123-subdomain' | 'dns1123-label' | 'dns1035-label' | 'path-segment' | NameValidator;

const nameRules: Readonly<Record<Exclude<NameRule, NameValidator>, NameValidator>> = {
  'dns1123-subdomain': nameIsDNSSubdomain,
  'dns1123-label': nameIsDNSLabel,
  'dns1035-label': nameIsDNS1035Label,
  'path-segment': nameIsPathSegment,
};

type Names<T extends KubeObject> = Omit<Kind<T>, 'singular' | 'default' | 'strategy' | 'printer'>;

/** What a kind adds to the plain rules: everything is optional. Validations of its strategy see to all but metadata. */
export interface KindRules<T extends KubeObject> {
  readonly nameRule?: NameRule;
  default?(object: T): T;
  readonly strategy?: Partial<Strategy<T>>;
  readonly printer?: Printer<T>;
}

/**
 * A kind with Kubernetes' generic behaviour where it names none of its own: no defaults, nothing to clear, metadata
 * validated, printed with name and age.
 */
export function declareKind<T extends KubeObject>(declared: Names<T> & KindRules<T>): Kind<T> {
  const { nameRule = 'dns1123-subdomain', strategy = {}, ...names } = declared;
  const nameValidator = typeof nameRule === 'string' ? nameRules[nameRule] : nameRule;
  return {
    ...names,
    singular: declared.kind.toLowerCase(),
    default: declared.default ?? unchanged,
    strategy: { ...plainPreparation, ...strategy, ...withMetadata(strategy, declared.namespaced, nameValidator) },
    printer: declared.printer ?? nameAndAge,
  };
}

const metadata = path('metadata');

/** The validations of a strategy, preceded by those of metadata. */
function withMetadata<T extends KubeObject>(strategy: Partial<Strategy<T>>, namespaced: boolean, nameValidator: NameValidator) {
  return {
    validate: (object: T) => joined(validateObjectMeta(object.metadata, namespaced, nameValidator, metadata), strategy.validate?.(object)),
    validateUpdate: (object: T, old: T) =>
      joined(validateObjectMetaUpdate(object.metadata, old.metadata, metadata), strategy.validateUpdate?.(object, old)),
    validateStatusUpdate: (object: T, old: T) =>
      joined(validateObjectMetaUpdate(object.metadata, old.metadata, metadata), strategy.validateStatusUpdate?.(object, old)),
  };
}

function joined<E>(first: readonly E[], second: readonly E[] | undefined): readonly E[] {
  if (second === undefined || second.length === 0) return first;
  return first.length === 0 ? second : [...first, ...second];
}

function unchanged<T>(object: T): T {
  return object;
}

const plainPreparation = { prepareForCreate: unchanged, prepareForUpdate: unchanged };
