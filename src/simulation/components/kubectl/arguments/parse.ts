/// <reference path="./yargs-parser.d.ts" />
import yargsParser from 'yargs-parser/browser';
import { parseGoDuration } from '../../../apimachinery/go-format.ts';
import { quote } from '../../../apimachinery/go-format.ts';
import { KubectlError } from '../errors.ts';
import type { Flag } from './flags.ts';

/** The flags of one command line, by name; what was not given has its default. */
export class Flags {
  private readonly given: ReadonlyMap<string, readonly string[]>;
  private readonly known: ReadonlyMap<string, Flag>;

  constructor(known: ReadonlyMap<string, Flag>, given: ReadonlyMap<string, readonly string[]>) {
    this.known = known;
    this.given = given;
  }

  /** True when the flag stands on the command line. */
  changed(name: string): boolean {
    return this.given.has(name);
  }

  text(name: string): string {
    return this.given.get(name)?.at(-1) ?? this.known.get(name)?.fallback ?? '';
  }

  bool(name: string): boolean {
    return ['true', 't', 'T', 'TRUE', 'True', '1'].includes(this.text(name));
  }

  int(name: string): number {
    return Number(this.text(name));
  }

  /** Microseconds. */
  durationUs(name: string): number {
    return parseGoDuration(this.text(name)) ?? 0;
  }

  list(name: string): readonly string[] {
    const values = this.given.get(name) ?? [];
    return this.known.get(name)?.kind === 'strings' ? values.flatMap((value) => value.split(',')) : values;
  }
}

export interface ParsedLine {
  readonly args: readonly string[];
  /** What stands behind `--`, or undefined when there is none. */
  readonly dashed: readonly string[] | undefined;
  readonly flags: Flags;
}

const configuration = {
  'unknown-options-as-args': true, 'camel-case-expansion': false, 'dot-notation': false, 'parse-numbers': false, 'parse-positional-numbers': false,
  'boolean-negation': false, 'greedy-arrays': false, 'nargs-eats-options': true, 'populate--': true, 'strip-aliased': true,
};

/** Takes a command line apart as pflag does, with pflag's words for what is wrong. `command` is what `--help` is offered for. */
export function parseArguments(argv: readonly string[], known: readonly Flag[], command: string): ParsedLine {
  const byName = new Map(known.map((flag) => [flag.name, flag]));
  const byShort = new Map(known.flatMap((flag) => (flag.short ? [[flag.short, flag]] : [])));
  const words = spellOut(argv, byName, byShort, command);
  const names = known.map((flag) => flag.name);
  const parsed = yargsParser(words, {
    configuration,
    string: names,
    alias: Object.fromEntries(known.flatMap((flag) => (flag.short ? [[flag.name, [flag.short]]] : []))),
    narg: Object.fromEntries(names.map((name) => [name, 1])),
  });
  const given = new Map<string, readonly string[]>();
  for (const flag of known) {
    const value = parsed[flag.name] as string | string[] | undefined;
    if (value === undefined) continue;
    const values = Array.isArray(value) ? value : [value];
    for (const one of values) checkValue(flag, one, command);
    given.set(flag.name, values);
  }
  return { args: parsed._.map(String), dashed: argv.includes('--') ? (parsed['--'] ?? []).map(String) : undefined, flags: new Flags(byName, given) };
}

function usageError(message: string, command: string): KubectlError {
  return new KubectlError(`Error: ${message}\nSee '${command} --help' for usage.`);
}

/**
 * Writes out what pflag allows to be left away: `-oyaml` becomes `-o=yaml`, `--all` becomes `--all=true`, so that no word
 * is taken for the value of the flag before it.
 */
function spellOut(argv: readonly string[], byName: ReadonlyMap<string, Flag>, byShort: ReadonlyMap<string, Flag>, command: string): string[] {
  const words: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i];
    if (word === '--') return [...words, ...argv.slice(i)];
    if (!word.startsWith('-') || word === '-') words.push(word);
    else if (word.startsWith('--')) i += spellLong(word, argv[i + 1], words, byName, command);
    else i += spellShort(word, argv[i + 1], words, byShort, command);
  }
  return words;
}

function spellLong(word: string, next: string | undefined, words: string[], byName: ReadonlyMap<string, Flag>, command: string): number {
  const equals = word.indexOf('=');
  const name = word.slice(2, equals < 0 ? undefined : equals);
  const flag = byName.get(name);
  if (!flag) throw usageError(`unknown flag: --${name}`, command);
  if (equals >= 0) return words.push(word), 0;
  const alone = valueAlone(flag);
  if (alone !== undefined) return words.push(`${word}=${alone}`), 0;
  if (next === undefined) throw usageError(`flag needs an argument: --${name}`, command);
  words.push(`${word}=${next}`);
  return 1;
}

function spellShort(word: string, next: string | undefined, words: string[], byShort: ReadonlyMap<string, Flag>, command: string): number {
  for (let j = 1; j < word.length; j++) {
    const flag = byShort.get(word[j]);
    if (!flag) throw usageError(`unknown shorthand flag: ${quoteRune(word[j])} in ${word}`, command);
    const rest = word.slice(j + 1);
    const alone = valueAlone(flag);
    if (rest.startsWith('=')) return words.push(`--${flag.name}${rest}`), 0;
    if (alone !== undefined) {
      words.push(`--${flag.name}=${alone}`);
      continue;
    }
    if (rest !== '') return words.push(`--${flag.name}=${rest}`), 0;
    if (next === undefined) throw usageError(`flag needs an argument: ${quoteRune(word[j])} in ${word}`, command);
    words.push(`--${flag.name}=${next}`);
    return 1;
  }
  return 0;
}

const quoteRune = (rune: string): string => `'${rune}'`;

function valueAlone(flag: Flag): string | undefined {
  return flag.kind === 'bool' ? 'true' : flag.kind === 'optional' ? flag.alone : undefined;
}

const booleans = ['1', 't', 'T', 'TRUE', 'true', 'True', '0', 'f', 'F', 'FALSE', 'false', 'False'];

function checkValue(flag: Flag, value: string, command: string): void {
  const reason = complaint(flag, value);
  if (reason === undefined) return;
  const name = flag.short ? `-${flag.short}, --${flag.name}` : `--${flag.name}`;
  throw usageError(`invalid argument ${quote(value)} for "${name}" flag: ${reason}`, command);
}

function complaint(flag: Flag, value: string): string | undefined {
  if (flag.kind === 'bool' && !booleans.includes(value)) return `strconv.ParseBool: parsing ${quote(value)}: invalid syntax`;
  if (flag.kind === 'int' && !/^[+-]?\d+$/.test(value)) return `strconv.ParseInt: parsing ${quote(value)}: invalid syntax`;
  if (flag.kind !== 'duration' || parseGoDuration(value) !== undefined) return undefined;
  return /^\d+(\.\d+)?$/.test(value) ? `time: missing unit in duration ${quote(value)}` : `time: invalid duration ${quote(value)}`;
}
