/** How a flag takes its value. `optional` may stand alone and then means `alone`; `strings` splits at commas, `texts` does not. */
export type FlagKind = 'text' | 'texts' | 'strings' | 'bool' | 'int' | 'duration' | 'optional';

/** One flag of a command, as pflag would declare it. */
export interface Flag {
  readonly name: string;
  readonly short?: string;
  readonly kind: FlagKind;
  readonly fallback?: string;
  /** Value of an `optional` flag without `=value`. */
  readonly alone?: string;
}

export const text = (name: string, short?: string, fallback = ''): Flag => ({ name, short, kind: 'text', fallback });
export const texts = (name: string, short?: string): Flag => ({ name, short, kind: 'texts' });
export const strings = (name: string, short?: string): Flag => ({ name, short, kind: 'strings' });
export const bool = (name: string, short?: string, fallback = false): Flag => ({ name, short, kind: 'bool', fallback: String(fallback) });
export const int = (name: string, fallback = 0, short?: string): Flag => ({ name, short, kind: 'int', fallback: String(fallback) });
export const duration = (name: string, fallback = '0s'): Flag => ({ name, kind: 'duration', fallback });
export const optional = (name: string, alone: string, fallback = ''): Flag => ({ name, kind: 'optional', alone, fallback });

/** Flags that every command of kubectl takes. */
export const globalFlags: readonly Flag[] = [
  text('namespace', 'n'), text('as'), texts('as-group'), text('as-uid'), text('context'), text('cluster'), text('user'), text('kubeconfig'), text('server', 's'),
  text('token'), text('request-timeout', undefined, '0'), text('cache-dir'), text('certificate-authority'), text('client-certificate'), text('client-key'),
  text('tls-server-name'), text('username'), text('password'), text('profile', undefined, 'none'), text('profile-output'), text('log-flush-frequency'), text('vmodule'),
  bool('insecure-skip-tls-verify'), bool('match-server-version'), bool('disable-compression'), bool('warnings-as-errors'), int('v', 0, 'v'), bool('help', 'h'),
];

export const outputFlags: readonly Flag[] = [text('output', 'o'), text('template'), bool('allow-missing-template-keys', undefined, true), bool('show-managed-fields')];
export const fileFlags: readonly Flag[] = [strings('filename', 'f'), text('kustomize', 'k'), bool('recursive', 'R')];
export const dryRunFlag: Flag = optional('dry-run', 'unchanged', 'none');
export const validateFlag: Flag = optional('validate', 'strict', 'strict');
export const selectorFlag: Flag = text('selector', 'l');
export const fieldManagerFlag = (manager: string): Flag => text('field-manager', undefined, manager);
/** Of commands that change objects and print what became of them. */
export const changeFlags: readonly Flag[] = [...outputFlags, dryRunFlag];
