import descriptions from '../kinds/schema/generated/descriptions.json';

/**
 * What the documentation says of a struct's field ('' for the struct itself). Large: only hosts that serve OpenAPI
 * import this.
 */
export function describeField(struct: string, field: string): string | undefined {
  return (descriptions as Readonly<Record<string, Readonly<Record<string, string>> | undefined>>)[struct]?.[field];
}
