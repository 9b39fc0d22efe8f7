/** ISO 8601 with zone. */
export function timeText(time: Date): string {
  return time.toISOString();
}

export function optionalTimeText(time: Date | null): string | null {
  return time === null ? null : time.toISOString();
}

/** A numeric of PostgreSQL without the zeros that only fill up its scale: `1.2500` becomes `1.25`. */
export function decimalText(numeric: string): string {
  return numeric.includes('.') ? numeric.replace(/\.?0+$/, '') : numeric;
}

/** The stored form of a time field: absent stays absent, null stays null. */
export function toDate<T extends string | null | undefined>(
  text: T,
): Date | (undefined extends T ? undefined : never) | (null extends T ? null : never);
export function toDate(text: string | null | undefined): Date | null | undefined {
  return typeof text === 'string' ? new Date(text) : text;
}

/** A text as the pattern of LIKE that finds it anywhere. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
