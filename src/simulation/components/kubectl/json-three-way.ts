import { deepEqual } from '../../apimachinery/equality.ts';

type Data = Readonly<Record<string, unknown>>;
const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A merge patch that makes `live` what `modified` says, and takes away what only `original` said. Source: apimachinery util/jsonmergepatch. */
export function jsonThreeWayPatch(original: object | undefined, modified: object, live: object): Data {
  return merge(deletions((original ?? {}) as Data, modified as Data), changes(live as Data, modified as Data));
}

function changes(from: Data, to: Data): Data {
  const patch: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(to)) {
    const old = from[key];
    if (value === undefined || deepEqual(old, value)) continue;
    const inner = isData(old) && isData(value) ? changes(old, value) : value;
    if (!isData(old) || !isData(value) || Object.keys(inner as Data).length > 0) patch[key] = inner;
  }
  return patch;
}

function deletions(from: Data, to: Data): Data {
  const patch: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(from)) {
    if (to[key] === undefined) patch[key] = null;
    else if (isData(value) && isData(to[key])) {
      const inner = deletions(value, to[key]);
      if (Object.keys(inner).length > 0) patch[key] = inner;
    }
  }
  return patch;
}

function merge(a: Data, b: Data): Data {
  const result: Record<string, unknown> = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const old = result[key];
    result[key] = isData(old) && isData(value) ? merge(old, value) : value;
  }
  return result;
}
