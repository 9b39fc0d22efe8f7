import type { WireFormat } from '@cch/contracts/wire-formats';
import { hash } from 'node:crypto';
import { KEYS } from '../platform/redis/keyspace';

/** Where a session of one client key is kept. Ids of any length and content become short keys here. */
export interface SessionRef {
  readonly keyId: number;
  readonly redisKey: string;
}

export function sessionRef(keyId: number, sessionId: string): SessionRef {
  return { keyId, redisKey: KEYS.session(keyId, digest(sessionId)) };
}

/**
 * A session keeps one provider for each format and model it uses: a provider of the one model need not have the other.
 */
export function bindingField(format: WireFormat, model: string): string {
  return `${format} ${model.length <= LONGEST_FIELD ? model : digest(model)}`;
}

const LONGEST_FIELD = 64;

/** 22 characters: 132 bits, enough that no two ids ever meet. */
export function digest(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 22);
}
