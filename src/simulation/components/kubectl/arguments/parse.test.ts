import { describe, expect, it } from 'vitest';
import { splitLine } from '../split-line.ts';
import { alignTabs, describeTabs, tableTabs } from '../tabwriter.ts';
import { bool, dryRunFlag, duration, int, strings, text } from './flags.ts';
import { parseArguments } from './parse.ts';

const flags = [text('output', 'o'), bool('watch', 'w'), bool('all-namespaces', 'A'), strings('filename', 'f'), int('replicas', 1), dryRunFlag, text('patch', 'p'), duration('timeout')];
const parse = (line: string) => parseArguments(splitLine(line), flags, 'kubectl test');

describe('parseArguments', () => {
  it.each([
    ['pods -o yaml', ['pods'], 'yaml'], ['pods -oyaml', ['pods'], 'yaml'], ['-o=wide pods', ['pods'], 'wide'], ['--output json pods', ['pods'], 'json'], ['-wAo name pods', ['pods'], 'name'],
  ])('%s', (line, args, output) => {
    const parsed = parse(line);
    expect(parsed.args).toEqual(args);
    expect(parsed.flags.text('output')).toBe(output);
  });

  it('leaves the word behind a switch alone', () => {
    const { args, flags: given } = parse('--watch true --dry-run pod a-');
    expect(args).toEqual(['true', 'pod', 'a-']);
    expect([given.bool('watch'), given.text('dry-run')]).toEqual([true, 'unchanged']);
  });

  it('takes values that look like flags, numbers and JSON', () => {
    expect(parse(`-p '{"a":{"b":-1}}'`).flags.text('patch')).toBe('{"a":{"b":-1}}');
    expect(parse('--patch -1 --replicas -2').flags.int('replicas')).toBe(-2);
    expect(parse('-f a,b -f c').flags.list('filename')).toEqual(['a', 'b', 'c']);
  });

  it('hands on what stands behind --', () => {
    const { args, dashed } = parse('name -- sh -c "exit 1"');
    expect([args, dashed]).toEqual([['name'], ['sh', '-c', 'exit 1']]);
  });

  it.each([
    ['--frob', 'unknown flag: --frob'], ['-z', "unknown shorthand flag: 'z' in -z"], ['-o', "flag needs an argument: 'o' in -o"], ['--output', 'flag needs an argument: --output'],
    ['--replicas x', 'invalid argument "x" for "--replicas" flag: strconv.ParseInt: parsing "x": invalid syntax'],
    ['--timeout 5', 'invalid argument "5" for "--timeout" flag: time: missing unit in duration "5"'],
    ['--watch=maybe', 'invalid argument "maybe" for "-w, --watch" flag: strconv.ParseBool: parsing "maybe": invalid syntax'],
  ])('refuses %s', (line, message) => {
    expect(() => parse(line)).toThrow(`Error: ${message}\nSee 'kubectl test --help' for usage.`);
  });
});

describe('splitLine', () => {
  it.each([
    [`get pods  -l 'a in (b, c)'`, ['get', 'pods', '-l', 'a in (b, c)']], [`-o jsonpath='{.a}{"\\n"}'`, ['-o', 'jsonpath={.a}{"\\n"}']], ['a\\ b "c \\"d\\""', ['a b', 'c "d"']], [`''`, ['']],
  ])('%s', (line, words) => {
    expect(splitLine(line)).toEqual(words);
  });
});

describe('alignTabs', () => {
  it('aligns a table as kubectl get', () => {
    expect(alignTabs('NAME\tREADY\nlong-name\t1/1', tableTabs)).toBe('NAME        READY\nlong-name   1/1');
  });

  it('aligns runs of lines that have the cell', () => {
    expect(alignTabs('Name:\tweb\nLabels:\ta=b\n\tc=d\nPlain\nX:\ty', describeTabs)).toBe('Name:    web\nLabels:  a=b\n         c=d\nPlain\nX:  y');
  });
});
