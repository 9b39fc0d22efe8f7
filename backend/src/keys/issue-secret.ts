import { randomInt } from 'node:crypto';
import { CLIENT_KEY_PREFIX } from '@cch/contracts/client-key';
import { hashSecret, hintOf } from '../platform/secrets/key-hash';

// Letters and digits only: a double click selects the whole key. 40 of them hold 238 bits.
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const LENGTH = 40;

export interface IssuedSecret {
  readonly secret: string;
  readonly keyHash: string;
  readonly keyHint: string;
}

/** A new client key. Only its hash and hint may be stored. */
export function issueSecret(): IssuedSecret {
  const random = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  const secret = `${CLIENT_KEY_PREFIX}${random}`;
  return { secret, keyHash: hashSecret(secret), keyHint: hintOf(secret) };
}
