import type { ProgramDescription, ProgramSpec } from '../../contracts/programs.ts';
import { describeServer, plainServer } from './server.ts';

const EXIT_AFTER = 'hollow.h1/exit-after';
const EXIT_CODE = 'hollow.h1/exit-code';

/** What annotations make of a container on a hollow node, or undefined. */
export function hollowProgram(spec: ProgramSpec): ProgramDescription | undefined {
  const after = spec.annotations[EXIT_AFTER];
  if (after === undefined) return undefined;
  const exitCode = Number(spec.annotations[EXIT_CODE] ?? '0');
  const afterUs = durationUs(after);
  return {
    ...describeServer(plainServer, true),
    main: function* () {
      yield afterUs;
      return exitCode;
    },
  };
}

/** A Go duration of one unit: `1s`, `500ms`, `2m`. */
export function durationUs(text: string): number {
  const match = /^(\d+)(\.\d+)?(us|ms|s|m|h)?$/.exec(text);
  if (!match) return 0;
  const unit = { us: 1, ms: 1000, s: 1_000_000, m: 60_000_000, h: 3_600_000_000 }[match[3] ?? 's']!;
  return Math.floor(Number(`${match[1]}${match[2] ?? ''}`) * unit);
}
