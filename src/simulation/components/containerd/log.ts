import type { LogFile, LogLine } from '../../contracts/kubelet.ts';

const MAX_LINES = 500;
const NOTHING: readonly LogLine[] = [];

/** The log file of one container: the newest lines. Differs: real files are rotated at 10 MiB. */
export class ContainerLog implements LogFile {
  private kept: LogLine[] | undefined;
  /** Lines written in all. */
  written = 0;

  append(atUs: number, text: string): void {
    this.written++;
    const kept = (this.kept ??= []);
    kept.push({ atUs, text });
    if (kept.length > MAX_LINES * 2) kept.splice(0, MAX_LINES);
  }

  get lines(): readonly LogLine[] {
    return this.kept ?? NOTHING;
  }
}
