import { type ApiQuery, badRequest, type Status } from '../../../simulation/cluster/api.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const texts = ['labelSelector', 'fieldSelector', 'resourceVersion', 'resourceVersionMatch', 'continue', 'fieldManager', 'fieldValidation', 'propagationPolicy', 'includeObject'] as const;
const numbers = ['limit', 'timeoutSeconds', 'gracePeriodSeconds'] as const;
const flags = ['allowWatchBookmarks', 'sendInitialEvents', 'force'] as const;

/** The query parameters of a request, as the API server understands them; a Status when one of them makes no sense. */
export function parseQuery(parameters: URLSearchParams): ApiQuery | Status {
  const query: Record<string, unknown> = {};
  for (const name of texts) if (parameters.get(name)) query[name] = parameters.get(name);
  for (const name of flags) if (parameters.has(name)) query[name] = isTrue(parameters.get(name)!);
  for (const name of numbers) {
    const text = parameters.get(name);
    if (text === null || text === '') continue;
    if (!/^-?\d+$/.test(text)) return badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`);
    query[name] = Number(text);
  }
  const refused = dryRunOf(parameters.getAll('dryRun'), query);
  if (refused !== undefined) return refused;
  if (isTrue(parameters.get('orphanDependents') ?? 'false')) query.propagationPolicy ??= 'Orphan';
  return query as ApiQuery;
}

/** As Go's strconv.ParseBool reads it; `?watch` alone means yes. */
export const isTrue = (text: string): boolean => text === '' || /^(1|t|T|true|TRUE|True)$/.test(text);

function dryRunOf(values: readonly string[], query: Record<string, unknown>): Status | undefined {
  const wrong = values.find((value) => value !== 'All');
  if (wrong !== undefined) return badRequest(`Invalid value: "${wrong}": dryRun: Unsupported value: "${wrong}": supported values: "All"`);
  if (values.length > 0) query.dryRun = true;
  return undefined;
}

interface DeleteOptions {
  readonly gracePeriodSeconds?: number | null;
  readonly propagationPolicy?: ApiQuery['propagationPolicy'] | null;
  readonly preconditions?: ApiQuery['preconditions'] | null;
  readonly orphanDependents?: boolean | null;
  readonly dryRun?: readonly string[] | null;
}

/** The query of a DELETE together with the DeleteOptions of its body, which count for more. */
export function withDeleteOptions(query: ApiQuery, body: unknown): ApiQuery {
  if (typeof body !== 'object' || body === null) return query;
  const { gracePeriodSeconds, propagationPolicy, preconditions, orphanDependents, dryRun } = body as DeleteOptions;
  const merged: Mutable<ApiQuery> = { ...query };
  if (typeof gracePeriodSeconds === 'number') merged.gracePeriodSeconds = gracePeriodSeconds;
  if (propagationPolicy) merged.propagationPolicy = propagationPolicy;
  else if (typeof orphanDependents === 'boolean') merged.propagationPolicy = orphanDependents ? 'Orphan' : 'Background';
  if (preconditions) merged.preconditions = preconditions;
  if (dryRun?.includes('All')) merged.dryRun = true;
  return merged;
}
