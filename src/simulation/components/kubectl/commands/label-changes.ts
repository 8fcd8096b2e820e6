import { fail } from '../errors.ts';

/** What `key=value` and `key-` ask for. */
export interface Changes {
  readonly set: ReadonlyMap<string, string>;
  readonly remove: readonly string[];
}

const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const VALUE_RULE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

/** Tells resources from changes: the first word with `=` or a `-` at its end begins the changes. Source: kubectl cmd/util, GetResourcesAndPairs. */
export function splitChanges(args: readonly string[], what: 'labels' | 'annotations'): { resources: readonly string[]; changes: Changes } {
  const first = args.findIndex(isChange);
  const at = first < 0 ? args.length : first;
  const set = new Map<string, string>();
  const remove: string[] = [];
  const noun = what === 'labels' ? 'label' : 'annotation';
  for (const word of args.slice(at)) {
    if (!isChange(word)) fail('all resources must be specified before ' + `${noun} changes: ${word}`);
    const equals = word.indexOf('=');
    if (equals < 0) remove.push(word.slice(0, -1));
    else addPair(set, word.slice(0, equals), word.slice(equals + 1), what, word);
  }
  for (const key of remove) if (set.has(key)) fail(`can not both modify and remove a${noun === 'label' ? '' : 'n'} ${noun} in the same command`);
  return { resources: args.slice(0, at), changes: { set, remove } };
}

const isChange = (word: string): boolean => (word.includes('=') && !word.startsWith('=')) || (word.endsWith('-') && word !== '-');

function addPair(set: Map<string, string>, key: string, value: string, what: 'labels' | 'annotations', word: string): void {
  if (what === 'labels' && (value.length > 63 || !LABEL_VALUE.test(value))) {
    fail(value.length > 63 ? `invalid label value: "${word}": must be no more than 63 bytes` : `invalid label value: "${word}": ${VALUE_RULE}`);
  }
  set.set(key, value);
}
