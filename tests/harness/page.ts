/** One block of a page: comments, then commands, then what they answered. */
export interface Block {
  readonly comment: readonly string[];
  /** The lines before `----`; a here-document's lines belong to the command above. */
  readonly input: readonly string[];
  readonly answer: string;
}

const BORDER = '----';

/**
 * Reads a page in the format of datadriven tests: blocks of `#` comments, command lines, `----` and the answer, which ends
 * at an empty line. An answer with empty lines inside stands between a double `----` and another.
 */
export function parsePage(text: string): Block[] {
  const lines = text.replace(/\r/g, '').split('\n');
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const comment: string[] = [];
    const input: string[] = [];
    for (; at < lines.length && lines[at] !== BORDER; at++) {
      if (input.length === 0 && (lines[at].startsWith('#') || lines[at] === '')) comment.push(lines[at]);
      else input.push(lines[at]);
    }
    if (at >= lines.length) {
      if (input.some((line) => line !== '')) throw new Error(`no ---- after ${input[0]}`);
      if (comment.some((line) => line !== '')) blocks.push({ comment, input: [], answer: '' });
      break;
    }
    at++;
    const long = lines[at] === BORDER;
    const end = long ? endOfLong(lines, at + 1) : endOfShort(lines, at);
    const answer = lines.slice(long ? at + 1 : at, end).join('\n');
    blocks.push({ comment, input, answer });
    at = long ? end + 2 : end;
  }
  return blocks;
}

function endOfShort(lines: readonly string[], from: number): number {
  const end = lines.indexOf('', from);
  return end < 0 ? lines.length : end;
}

function endOfLong(lines: readonly string[], from: number): number {
  const end = lines.findIndex((line, i) => i >= from && line === BORDER && lines[i + 1] === BORDER);
  if (end < 0) throw new Error('an answer that began with two ---- has no end');
  return end;
}

/** Writes a page; the inverse of parsePage. */
export function formatPage(blocks: readonly Block[]): string {
  const texts = blocks.map(({ comment, input, answer }) => {
    const head = comment.join('\n').replace(/^\n+|\n+$/g, '');
    const title = head === '' ? '' : `${head}\n`;
    if (input.length === 0) return title;
    const body = answer === '' ? `${BORDER}\n` : answer.includes('\n\n') || answer.startsWith('\n') ? `${BORDER}\n${BORDER}\n${answer}\n${BORDER}\n${BORDER}\n` : `${BORDER}\n${answer}\n`;
    return `${title}${input.join('\n')}\n${body}`;
  });
  return texts.join('\n');
}

/** The commands of a block, each with the here-document that follows it. */
export function commandsOf(input: readonly string[]): { line: string; stdin: string | undefined }[] {
  const commands: { line: string; stdin: string | undefined }[] = [];
  for (let i = 0; i < input.length; i++) {
    const heredoc = /\s<<\s*'?(\w+)'?\s*$/.exec(input[i]);
    if (input[i].trim() === '') continue;
    if (!heredoc) {
      commands.push({ line: input[i], stdin: undefined });
      continue;
    }
    const end = input.indexOf(heredoc[1], i + 1);
    if (end < 0) throw new Error(`no line ${heredoc[1]} after ${input[i]}`);
    commands.push({ line: input[i].slice(0, heredoc.index), stdin: `${input.slice(i + 1, end).join('\n')}\n` });
    i = end;
  }
  return commands;
}
