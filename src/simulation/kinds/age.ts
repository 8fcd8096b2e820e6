import { humanDuration, parseTime } from '../apimachinery/time.ts';

/** How long ago an RFC 3339 time was, as kubectl prints it: '5m', '3d4h'. Source: kubernetes v1.32 pkg/printers, translateTimestampSince. */
export function ageOf(time: string | undefined | null, nowUs: number): string {
  return time ? humanDuration(Math.max(0, nowUs - parseTime(time))) : '<unknown>';
}
