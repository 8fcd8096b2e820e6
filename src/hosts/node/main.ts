import { writeFileSync } from 'node:fs';
import { kubeconfigFor } from './kubeconfig.ts';
import { parseServeOptions, UsageError, usage } from './options.ts';
import { type RunningServer, startServer } from './server.ts';

function onCrash(error: unknown): void {
  console.error(error instanceof Error ? error.stack : String(error));
  process.exit(70);
}

function closeOnSignal(server: RunningServer): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.close().then(() => process.exit(0)));
}

/** `kubeglass serve …`. `appFolder` is where the built page is. Resolves when the server listens, with undefined when it only printed something. */
export async function main(argv: readonly string[], appFolder: string): Promise<RunningServer | undefined> {
  try {
    const options = parseServeOptions(argv);
    if (options === undefined) {
      console.log(usage);
      return undefined;
    }
    const server = await startServer(options, { appFolder, onCrash });
    closeOnSignal(server);
    if (options.kubeconfig !== undefined) writeFileSync(options.kubeconfig, kubeconfigFor(server.url), { mode: 0o600 });
    console.log(`Kubeglass is at ${server.url}/${options.kubeconfig === undefined ? '' : `, its kubeconfig at ${options.kubeconfig}`}`);
    return server;
  } catch (error) {
    console.error(`serve: ${(error as Error).message}${error instanceof UsageError ? `\n${usage}` : ''}`);
    process.exitCode = 1;
    return undefined;
  }
}
