const DAY_MS = 86_400_000;

/** A login ends when it was not used for this long. */
const IDLE_MS = 7 * DAY_MS;

/** A login ends at this age, however much it is used. */
const LONGEST_MS = 30 * DAY_MS;

/** The use of a login is noted at most this often: once a minute is exact enough and saves a write per request. */
const NOTE_EVERY_MS = 60_000;

export const LONGEST_LOGIN_SECONDS = LONGEST_MS / 1000;

export function loginExpiry(createdAt: number, now: number): Date {
  return new Date(Math.min(now + IDLE_MS, createdAt + LONGEST_MS));
}

export function mustNoteUse(lastSeenAt: number, now: number): boolean {
  return now - lastSeenAt >= NOTE_EVERY_MS;
}
