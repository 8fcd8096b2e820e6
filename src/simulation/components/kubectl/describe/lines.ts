import { compareStrings } from '../../../apimachinery/equality.ts';

/** Collects a description: tab-separated cells, two spaces per level. Source: kubectl describe, PrefixWriter. */
export class Lines {
  text = '';

  /** One line; `level` indents it. */
  at(level: number, line: string): void {
    this.text += `${'  '.repeat(level)}${line}\n`;
  }

  line(line = ''): void {
    this.at(0, line);
  }

  raw(text: string): void {
    this.text += text;
  }

  /** 'Labels:\ta=b' and one line more for each further pair; '<none>' for none. Source: printLabelsMultiline. */
  map(level: number, title: string, map: Readonly<Record<string, string>> | undefined, separator = '=', skip: readonly string[] = []): void {
    const indent = '  '.repeat(level);
    const entries = Object.entries(map ?? {}).filter(([key]) => !skip.includes(key)).sort(([a], [b]) => compareStrings(a, b));
    this.raw(`${indent}${title}:\t`);
    if (entries.length === 0) return this.raw('<none>\n');
    entries.forEach(([key, value], i) => this.raw(`${i === 0 ? '' : '\t'}${key}${separator}${value}\n`));
  }

  labels(level: number, labels: Readonly<Record<string, string>> | undefined, skip: readonly string[] = []): void {
    this.map(level, 'Labels', labels, '=', skip);
  }

  /** Source: printAnnotationsMultiline: long or many-lined values stand on their own lines. */
  annotations(annotations: Readonly<Record<string, string>> | undefined): void {
    const entries = Object.entries(annotations ?? {}).filter(([key]) => key !== 'kubectl.kubernetes.io/last-applied-configuration').sort(([a], [b]) => compareStrings(a, b));
    if (entries.length === 0) return this.raw('Annotations:\t<none>\n');
    this.raw('Annotations:\t');
    entries.forEach(([key, value], i) => this.raw(`${i === 0 ? '' : '\t'}${annotationText(key, value)}`));
  }
}

const MAX_ANNOTATION = 140;

function annotationText(key: string, value: string): string {
  const trimmed = value.replace(/\n$/, '');
  if (value.length + key.length + 2 <= MAX_ANNOTATION && !trimmed.includes('\n')) return `${key}: ${trimmed}\n`;
  const lines = trimmed.split('\n').map((line) => `\t  ${shorten(line, MAX_ANNOTATION - 2)}\n`);
  return `${key}:\n${lines.join('')}`;
}

const shorten = (text: string, max: number): string => (text.length <= max ? text : `${text.slice(0, max)}...`);
