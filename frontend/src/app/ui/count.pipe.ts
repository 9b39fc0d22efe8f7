import { Pipe, type PipeTransform } from '@angular/core';

const GROUPED = new Intl.NumberFormat('en-US');

/** A whole number with thousands separators, which both languages write alike; a dash when unknown. */
export function formatCount(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : GROUPED.format(value);
}

@Pipe({ name: 'count' })
export class CountPipe implements PipeTransform {
  readonly transform = formatCount;
}
