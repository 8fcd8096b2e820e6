/** What js-yaml says of a broken document; `line` and `column` count from 0. */
export interface YamlComplaint {
  readonly reason: string;
  readonly line: number;
  readonly column: number;
}

const inScanner = (words: string, line: number): string => located(words, line + 1, line);
// goyaml counts the lines of its parser from 0, those of its scanner from 1.
const inParser = (words: string, line: number): string => located(words, line, line);
const located = (words: string, shown: number, line: number): string => (line === 0 ? `yaml: ${words}` : `yaml: line ${shown}: ${words}`);

/** The same complaint in the words of goyaml, which kubectl prints. Source: sigs.k8s.io/yaml goyaml.v2, parserc.go and scannerc.go. */
export function goYamlError(source: string, complaint: YamlComplaint): string {
  const { reason, line, column } = complaint;
  const text = source.split('\n')[line] ?? '';
  const rest = text.slice(column);
  if (/^[@`%]/.test(rest) || reason.startsWith('tab characters')) return inScanner('found character that cannot start any token', line);
  if (reason.includes('alias') && !reason.startsWith('aliases')) return `yaml: unknown anchor '${/"(.*)"/.exec(reason)?.[1] ?? ''}' referenced`;
  if (reason.startsWith('aliases') || reason.startsWith('nesting') || reason.startsWith('merge keys')) return 'yaml: document contains excessive aliasing';
  if (reason.includes('quoted scalar')) return inScanner('found unexpected end of stream', line);
  if (reason.includes('flow collection') || reason.includes('comma')) return inParser(`did not find expected ',' or '${source.lastIndexOf('[') > source.lastIndexOf('{') ? ']' : '}'}'`, line);
  if (reason.startsWith('expected \':\'') || reason.startsWith('can not read a block mapping')) return inScanner("could not find expected ':'", line);
  if (column > text.search(/\S/) && /:( |$)/.test(rest)) return inScanner('mapping values are not allowed in this context', line);
  if (reason.startsWith('bad indentation') || reason.startsWith('end of the stream')) return inParser(expected(source), line);
  return inParser(reason, line);
}

function expected(source: string): string {
  return /^\s*- /.test(source.replace(/^(\s*(#.*)?\n)*/, '')) ? "did not find expected '-' indicator" : 'did not find expected key';
}
