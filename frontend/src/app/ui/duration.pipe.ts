import { Pipe, type PipeTransform } from '@angular/core';

/** Milliseconds as a reader compares them: `0.4 ms`, `85 ms`, `1.24 s`, `2 min 05 s`; a dash when unknown. */
export function formatDuration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return '–';
  if (ms < 10) return `${ms.toFixed(ms === 0 ? 0 : 1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(2)} s`;
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

@Pipe({ name: 'duration' })
export class DurationPipe implements PipeTransform {
  readonly transform = formatDuration;
}
