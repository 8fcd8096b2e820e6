import type { World } from './world.ts';

/** A word of the transcript language. Answers what the page shows; throws when the page is wrong. */
export interface Command {
  readonly name: string;
  run(world: World, args: readonly string[], source: { readonly line: string; readonly stdin: string | undefined }): string;
}

/** '60s', '1.5s', '5m', '250ms' in microseconds. */
export function duration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text);
  if (!match) throw new Error(`${text} is no duration such as 90s`);
  return Math.round(Number(match[1]) * { ms: 1e3, s: 1e6, m: 60e6, h: 3600e6 }[match[2] as 'ms' | 's' | 'm' | 'h']);
}

/** `a=b` pairs of a line. */
export function options(args: readonly string[]): ReadonlyMap<string, string> {
  return new Map(args.filter((arg) => arg.includes('=')).map((arg) => [arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)]));
}
