import { randomUUID } from 'node:crypto';

/**
 * A UUID of version 7 (RFC 9562, 5.7): the milliseconds since the epoch, then random bits. Node draws the randomness of
 * `randomUUID` from a cache, which makes this several times cheaper than a library that asks for bytes each time.
 */
export function requestId(now: number): string {
  const time = now.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
