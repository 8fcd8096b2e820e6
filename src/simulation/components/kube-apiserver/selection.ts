import { everyField, type FieldSelector, isFieldSelectorError, parseFieldSelector } from '../../apimachinery/fields.ts';
import { everything, isSelectorError, parseSelector, type Selector } from '../../apimachinery/labels.ts';
import type { KubeObject } from '../../apimachinery/meta.ts';
import { badRequest, type Status } from '../../apimachinery/status.ts';
import type { ApiResource } from './api-resource.ts';

/** What a list, a watch or a deletecollection is about. */
export class Selection {
  /** '' for all namespaces. */
  readonly namespace: string;
  /** Set when only objects of that name are meant. */
  readonly name: string | undefined;
  /** Set when the resource's indexed field must have that value. */
  readonly indexedValue: string | undefined;
  private readonly labels: Selector;
  private readonly fields: FieldSelector;
  private readonly resource: ApiResource;
  /** True when namespace and name say it all. */
  private readonly simple: boolean;
  /** True when the indexed field is the only one that is asked for, as in every kubelet's watch. */
  private readonly byIndexOnly: boolean;

  constructor(resource: ApiResource, namespace: string, name: string | undefined, labels: Selector, fields: FieldSelector) {
    this.resource = resource;
    this.namespace = namespace;
    this.name = name ?? fields.requiresExactMatch('metadata.name');
    this.indexedValue = resource.indexedFieldName === undefined ? undefined : fields.requiresExactMatch(resource.indexedFieldName);
    this.labels = labels;
    this.fields = fields;
    this.simple = labels.empty && fields.empty;
    this.byIndexOnly = this.indexedValue !== undefined && fields.requirements.length === 1;
  }

  /** True when labels or fields narrow it down: then what is left of a list cannot be counted. */
  get narrowed(): boolean {
    return !this.simple;
  }

  matches(object: KubeObject): boolean {
    const { metadata } = object;
    if (this.namespace !== '' && metadata.namespace !== this.namespace) return false;
    if (this.name !== undefined && metadata.name !== this.name) return false;
    if (this.simple) return true;
    return this.labels.matches(metadata.labels) && (this.fields.empty || this.matchesFields(object));
  }

  /** The matching objects of the watch cache, in order of (namespace, name). */
  list(): readonly KubeObject[] {
    const { shelves } = this.resource.cacher;
    if (this.name !== undefined && (this.namespace !== '' || !this.resource.kind.namespaced)) {
      const object = shelves.get(this.namespace, this.name);
      return object !== undefined && this.matches(object) ? [object] : [];
    }
    const candidates = this.indexedValue === undefined ? shelves.list(this.namespace) : shelves.listByField(this.indexedValue);
    if (this.simple && this.name === undefined) return candidates;
    return candidates.filter((object) => this.matches(object));
  }

  private matchesFields(object: KubeObject): boolean {
    if (this.byIndexOnly) return this.resource.indexedField!(object) === this.indexedValue;
    const selectable = this.resource.kind.strategy.selectableFields?.(object);
    return this.fields.matches((field) => {
      if (field === 'metadata.name') return object.metadata.name ?? '';
      if (field === 'metadata.namespace') return object.metadata.namespace ?? '';
      return selectable?.[field] ?? '';
    });
  }
}

/** Parses a request's selectors; a Status in the server's words when they are malformed or unknown. */
export function select(resource: ApiResource, namespace: string, name: string | undefined, labelSelector = '', fieldSelector = ''): Selection | Status {
  const labels = labelSelector === '' ? everything : parseSelector(labelSelector);
  if (isSelectorError(labels)) return badRequest(labels.error);
  const fields = fieldSelector === '' ? everyField : parseFieldSelector(fieldSelector);
  if (isFieldSelectorError(fields)) return badRequest(fields.error);
  for (const { field } of fields.requirements) if (!resource.selectableFields.has(field)) return badRequest(unknownField(resource, field));
  return new Selection(resource, namespace, name, labels, fields);
}

/** Kinds with selectable fields of their own refuse in other words than the rest. */
function unknownField(resource: ApiResource, field: string): string {
  if (resource.kind.strategy.selectableFields) return `field label not supported: ${field}`;
  return `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`;
}
