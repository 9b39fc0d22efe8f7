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
  readonly authorization: string | undefined;
  readonly apiKey: string | undefined;
  readonly googApiKey: string | undefined;
  readonly query: string | undefined;
}): PresentedKey {
  const { authorization } = places;
  const bearer =
    authorization !== undefined && BEARER.test(authorization) ? authorization.replace(BEARER, '') : undefined;
  let key: string | undefined;
  for (const place of [bearer, places.apiKey, places.googApiKey, places.query]) {
    const value = place?.trim();
    if (!value || value === key) continue;
    if (key !== undefined) return { ok: false, code: 'conflicting_keys' };
    key = value;
  }
  return key === undefined ? { ok: false, code: 'missing_key' } : { ok: true, key };
}
