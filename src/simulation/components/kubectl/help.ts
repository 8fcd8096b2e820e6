import type { Flag } from './arguments/flags.ts';
import type { Command } from './command.ts';

/** A short form of `--help`: subcommands, options in kubectl's notation, usage. */
export function helpOf(command: Command, path: string): string {
  const subcommands = (command.subcommands ?? []).map(({ name }) => `  ${name}`);
  const options = [...(command.flags ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1)).map((flag) => `    ${flag.short ? `-${flag.short}, ` : ''}--${flag.name}=${fallbackOf(flag)}`);
  return [
    ...(subcommands.length > 0 ? ['Available Commands:', ...subcommands, ''] : []),
    ...(options.length > 0 ? ['Options:', ...options, ''] : []),
    `Usage:\n  ${path}${subcommands.length > 0 ? ' SUBCOMMAND' : ''} [options]`,
  ].join('\n');
}

function fallbackOf({ kind, fallback = '' }: Flag): string {
  if (kind === 'strings' || kind === 'texts') return '[]';
  return kind === 'text' || kind === 'optional' ? `'${fallback}'` : fallback;
}
