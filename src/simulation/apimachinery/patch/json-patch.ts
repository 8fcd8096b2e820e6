import { deepEqual } from '../equality.ts';
import { badRequest, requestEntityTooLarge, unprocessable } from '../status.ts';
import type { Status } from '../status.ts';
import { isList, isObject, jsonTypeName, withKey, withoutKey } from './json-value.ts';

const MAX_OPERATIONS = 10_000;

/** A path that leads nowhere, a test that fails: the server does not say more, and so neither does this. */
class CannotApply extends Error {}

/**
 * RFC 6902. What the patch does not touch keeps its identity. An operation that cannot be applied answers Status 422.
 * Source: apiserver endpoints/handlers/patch.go, jsonPatcher.applyJSPatch.
 */
export function applyJsonPatch<T extends object>(original: T, patch: unknown): T | Status {
  if (!isList(patch)) return badRequest(`error decoding patch: json: cannot unmarshal ${jsonTypeName(patch)} into Go value of type jsonpatch.Patch`);
  if (patch.length > MAX_OPERATIONS) {
    return requestEntityTooLarge(`The allowed maximum operations in a JSON patch is ${MAX_OPERATIONS}, got ${patch.length}`);
  }
  try {
    return patch.reduce(applyOperation, original) as T;
  } catch (error) {
    if (error instanceof CannotApply) return unprocessable();
    throw error;
  }
}

function applyOperation(document: unknown, operation: unknown): unknown {
  if (!isObject(operation)) throw new CannotApply();
  const path = pointer(operation['path']);
  switch (operation['op']) {
    case 'add': return change(document, path, addTo(given(operation['value'], operation)));
    case 'replace': return change(document, path, replaceIn(given(operation['value'], operation)));
    case 'remove': return change(document, path, removeFrom);
    case 'move': {
      const from = pointer(operation['from']);
      return change(change(document, from, removeFrom), path, addTo(read(document, from)));
    }
    case 'copy': return change(document, path, addTo(read(document, pointer(operation['from']))));
    case 'test': return tested(document, path, operation['value'] ?? null);
    default: throw new CannotApply();
  }
}

function given(value: unknown, operation: object): unknown {
  if (!('value' in operation)) throw new CannotApply();
  return value;
}

function tested(document: unknown, path: readonly string[], expected: unknown): unknown {
  const present = expected === null ? readOptional(document, path) : read(document, path);
  if (!(expected === null ? present === null || present === undefined : strictEqual(present, expected))) throw new CannotApply();
  return document;
}

// An empty list is not nothing here, unlike in the API's own equality.
function strictEqual(a: unknown, b: unknown): boolean {
  return a !== undefined && deepEqual(a, b);
}

function pointer(text: unknown): readonly string[] {
  if (typeof text !== 'string') throw new CannotApply();
  if (text === '') return [];
  if (!text.startsWith('/')) throw new CannotApply();
  return text.slice(1).split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function read(document: unknown, path: readonly string[]): unknown {
  const found = readOptional(document, path);
  if (found === undefined) throw new CannotApply();
  return found;
}

function readOptional(document: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, step) => (isList(at) ? at[indexOf(step, at.length)] : isObject(at) && Object.hasOwn(at, step) ? at[step] : undefined), document);
}

type Edit = (parent: unknown, step: string) => unknown;

function change(document: unknown, path: readonly string[], edit: Edit): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return whole(edit({ '': document }, ''));
  if (rest.length === 0) return edit(document, step);
  const child = readOptional(document, [step]);
  if (child === undefined || child === null) throw new CannotApply();
  const changed = change(child, rest, edit);
  if (isList(document)) return document.with(indexOf(step, document.length), changed);
  return isObject(document) ? withKey(document, step, changed) : fail();
}

// The document itself may be replaced, but not taken away.
function whole(holder: unknown): unknown {
  return isObject(holder) && isObject(holder['']) ? holder[''] : fail();
}

function addTo(value: unknown): Edit {
  return (parent, step) => {
    if (isList(parent)) return parent.toSpliced(step === '-' ? parent.length : indexOf(step, parent.length + 1), 0, value);
    return isObject(parent) ? withKey(parent, step, value) : fail();
  };
}

function replaceIn(value: unknown): Edit {
  return (parent, step) => {
    if (isList(parent)) return parent.with(indexOf(step, parent.length), value);
    return isObject(parent) && Object.hasOwn(parent, step) ? withKey(parent, step, value) : fail();
  };
}

function removeFrom(parent: unknown, step: string): unknown {
  if (isList(parent)) return parent.toSpliced(indexOf(step, parent.length), 1);
  return isObject(parent) && Object.hasOwn(parent, step) ? withoutKey(parent, step) : fail();
}

// Negative indices count from the end, as evanphx/json-patch allows by default.
function indexOf(step: string, length: number): number {
  if (!/^-?\d+$/.test(step)) throw new CannotApply();
  const index = Number(step) < 0 ? Number(step) + length : Number(step);
  if (index < 0 || index >= length) throw new CannotApply();
  return index;
}

function fail(): never {
  throw new CannotApply();
}
