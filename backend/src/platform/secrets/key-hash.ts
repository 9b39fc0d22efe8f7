import { hash } from 'node:crypto';

/** Lower-case hexadecimal SHA-256, the only form in which client keys and login tokens are stored. */
export function hashSecret(secret: string): string {
  return hash('sha256', secret, 'hex');
}

/** What may be shown of a secret. */
export function hintOf(secret: string): string {
  return secret.slice(-4);
}
