import type { GatewayErrorCode } from '@cch/contracts/error-codes';

export type PresentedKey =
  | { readonly ok: true; readonly key: string }
  | { readonly ok: false; readonly code: Extract<GatewayErrorCode, 'missing_key' | 'conflicting_keys'> };

const BEARER = /^bearer +/i;

/**
 * The one key that a request presents. Clients put it into several places at once (Gemini CLI does), which is fine as
 * long as they agree.
 */
export function presentedKey(places: {
  /** Values of every Authorization header. */
  readonly authorization: readonly string[];
  /** Values of every other place for a key. */
  readonly keys: readonly string[];
}): PresentedKey {
  const bearers = places.authorization.filter((value) => BEARER.test(value));
  let key: string | undefined;
  for (const place of [...bearers.map((value) => value.replace(BEARER, '')), ...places.keys]) {
    const value = place.trim();
    if (value === '' || value === key) continue;
    if (key !== undefined) return { ok: false, code: 'conflicting_keys' };
    key = value;
  }
  return key === undefined ? { ok: false, code: 'missing_key' } : { ok: true, key };
}
