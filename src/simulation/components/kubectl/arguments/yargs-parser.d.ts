/** The build of yargs-parser without Node's modules, as far as it is used here. */
declare module 'yargs-parser/browser' {
  interface Options {
    readonly configuration: Readonly<Record<string, boolean>>;
    readonly string: readonly string[];
    readonly alias: Readonly<Record<string, readonly string[]>>;
    readonly narg: Readonly<Record<string, number>>;
  }
  interface Arguments {
    readonly _: readonly (string | number)[];
    readonly '--'?: readonly (string | number)[];
    readonly [flag: string]: unknown;
  }
  const parse: (args: readonly string[], options: Options) => Arguments;
  export { parse as default };
}
