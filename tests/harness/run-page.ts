import { type Block, commandsOf, formatPage, parsePage } from './page.ts';
import { commands } from './commands.ts';
import { World } from './world.ts';

/** Runs a page and answers it with the answers of today. */
export function runPage(text: string, folder: string): string {
  const world = new World(folder);
  const blocks = parsePage(text).map((block) => runBlock(world, block));
  return formatPage(blocks);
}

function runBlock(world: World, block: Block): Block {
  const answers = commandsOf(block.input).map(({ line, stdin }) => runLine(world, line, stdin));
  return { ...block, answer: answers.filter((answer) => answer !== '').join('\n').replace(/\n+$/, '') };
}

function runLine(world: World, line: string, stdin: string | undefined): string {
  const [word, ...args] = line.trim().split(/\s+/);
  const command = commands.find(({ name }) => name === word);
  if (!command) throw new Error(`no command ${word}: the commands are ${commands.map(({ name }) => name).join(', ')}`);
  return command.run(world, args, { line: line.trim(), stdin }).replace(/\n$/, '');
}
