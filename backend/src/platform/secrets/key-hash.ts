import { hash } from 'node:crypto';

/** Lower-case hexadecimal SHA-256, the only form in which client keys and login tokens are stored. */
export function hashSecret(secret: string): string {
  return hash('sha256', secret, 'hex');
}

// A secret this short would be shown for the better part.
const SHORTEST_HINTED = 12;

/** What may be shown of a secret: its last four characters, nothing of a short one. */
export function hintOf(secret: string): string {
  return secret.length < SHORTEST_HINTED ? '' : secret.slice(-4);
}
