import type { Client } from '../../client-go/index.ts';
import type { Process } from '../../engine/index.ts';
import { globalFlags } from './arguments/flags.ts';
import { parseArguments, type ParsedLine } from './arguments/parse.ts';
import type { Command } from './command.ts';
import { commands } from './commands.ts';
import { KubectlError } from './errors.ts';
import { type KubectlContext, type Problem, Session } from './session.ts';
import { helpOf } from './help.ts';
import { suggestions } from './suggestions.ts';

/** What a command line printed and how it ended. */
export interface KubectlResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly problems: readonly Problem[];
}

/**
 * Runs one kubectl command line (without the word `kubectl`), as kubectl v1.32 would: same text, same exit code, same
 * requests. `stdin` is what `-f -` reads.
 */
export function* runKubectl(context: KubectlContext, argv: readonly string[], stdin?: string): Process<KubectlResult> {
  let session = new Session(context, context.client, undefined, stdin);
  try {
    const { command, path, rest } = find(argv);
    const line = parseArguments(rest, [...(command.flags ?? []), ...globalFlags.filter((flag) => !command.flags?.some((own) => own.name === flag.name))], path);
    session = new Session(context, clientOf(context, line), line.flags.changed('namespace') ? line.flags.text('namespace') : undefined, stdin);
    if (line.flags.bool('help')) session.line(helpOf(command, path));
    else if (!command.run) throw subcommandNeeded(command, path, line.args);
    else yield* command.run(session, { args: line.args, dashed: line.dashed, flags: line.flags, path });
    return resultOf(session, 0);
  } catch (error) {
    if (!(error instanceof KubectlError)) return panicked(session, error);
    if (error.message !== '') session.err(error.message.endsWith('\n') ? error.message : `${error.message}\n`);
    return resultOf(session, error.exitCode);
  }
}

/** kubectl is a process of its own: a mistake in it takes nothing else down. */
function panicked(session: Session, error: unknown): KubectlResult {
  session.err(`panic: ${error instanceof Error ? error.message : String(error)}\n`);
  return resultOf(session, 2);
}

const resultOf = (session: Session, exitCode: number): KubectlResult => ({ exitCode, stdout: session.stdout, stderr: session.stderr, problems: session.problems });

function subcommandNeeded(command: Command, path: string, args: readonly string[]): KubectlError {
  if (args.length > 0) return new KubectlError(`error: unknown command "${args.join(' ')}"\nSee '${path} -h' for help and examples`);
  const names = (command.subcommands ?? []).map((sub) => `  ${sub.name}`);
  return new KubectlError(`Available Commands:\n${names.join('\n')}\n\nUsage:\n  ${path} SUBCOMMAND [options]`, 0);
}

function clientOf(context: KubectlContext, line: ParsedLine): Client {
  const user = line.flags.text('as');
  return user !== '' && context.clientFor ? context.clientFor(user, line.flags.list('as-group')) : context.client;
}

interface Found {
  readonly command: Command;
  readonly path: string;
  readonly rest: readonly string[];
}

/** Global flags may stand before the verb: the first word that is neither a flag nor a flag's value is the verb. */
function find(argv: readonly string[]): Found {
  const at = verbIndex(argv);
  if (at < 0) throw new KubectlError('kubectl controls the Kubernetes cluster manager.\n\n Find more information at: https://kubernetes.io/docs/reference/kubectl/', 0);
  const command = named(commands, argv[at]);
  if (!command) throw unknown(argv[at]);
  const rest = [...argv.slice(0, at), ...argv.slice(at + 1)];
  const found: Found = { command, path: `kubectl ${command.name}`, rest };
  return command.subcommands ? findSubcommand(found, at) : found;
}

function findSubcommand(found: Found, at: number): Found {
  const { command, path, rest } = found;
  const word = rest[at];
  const sub = word === undefined ? undefined : named(command.subcommands ?? [], word);
  if (!sub) return found;
  const inner: Found = { command: sub, path: `${path} ${sub.name}`, rest: [...rest.slice(0, at), ...rest.slice(at + 1)] };
  return sub.subcommands ? findSubcommand(inner, at) : inner;
}

const named = (list: readonly Command[], name: string): Command | undefined => list.find((command) => command.name === name || command.aliases?.includes(name));

function verbIndex(argv: readonly string[]): number {
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i];
    if (!word.startsWith('-')) return i;
    const flag = globalFlags.find((one) => word === `--${one.name}` || word === `-${one.short}`);
    if (flag && flag.kind !== 'bool') i++;
  }
  return -1;
}

function unknown(word: string): KubectlError {
  const close = suggestions(word, commands.map((command) => command.name));
  const hint = close.length === 0 ? '' : `\n\nDid you mean this?\n${close.map((name) => `\t${name}`).join('\n')}\n`;
  return new KubectlError(`Error: unknown command "${word}" for "kubectl"${hint}`);
}
