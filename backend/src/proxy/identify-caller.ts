import type { GatewayErrorCode } from '@cch/contracts/error-codes';
import { refusalOf } from '@cch/domain/callers/caller-standing';
import { presentedKey } from '@cch/domain/callers/presented-key';
import { queryParameters } from '@cch/domain/upstream/join-url';
import type { Caller, KeyDirectory } from '../keys/key-directory';
import { GatewayError } from './errors/gateway-error';

const MESSAGES: Partial<Record<GatewayErrorCode, string>> = {
  missing_key: 'No API key. Send your hub key as Authorization: Bearer, x-api-key or x-goog-api-key.',
  conflicting_keys: 'The request carries two different API keys.',
  invalid_key: 'This API key is not known to the hub.',
  key_disabled: 'This API key has been disabled.',
  key_expired: 'This API key has expired.',
  user_disabled: 'The user of this API key has been disabled.',
  user_expired: 'The user of this API key has expired.',
};

export interface Identified {
  /** Undefined when nobody known sent the request; then there is a refusal. */
  readonly caller: Caller | undefined;
  readonly refusal: GatewayError | undefined;
}

/** Finds out who sends a request, from its headers and query alone. */
export function identifyCaller(
  keys: KeyDirectory,
  request: { readonly rawHeaders: readonly string[]; readonly query: string; readonly at: number },
): Identified {
  const presented = presentedKey({
    authorization: valuesOf(request.rawHeaders, ['authorization']),
    keys: [
      ...valuesOf(request.rawHeaders, ['x-api-key', 'x-goog-api-key']),
      ...queryParameters(request.query, 'key'),
    ],
  });
  if (!presented.ok) return { caller: undefined, refusal: refuse(presented.code) };
  const caller = keys.find(presented.key);
  if (!caller) return { caller, refusal: refuse('invalid_key') };
  const code = refusalOf(caller.key, caller.user, request.at);
  return { caller, refusal: code && refuse(code) };
}

// From the raw list, because Node drops the second of two Authorization headers.
function valuesOf(rawHeaders: readonly string[], names: readonly string[]): string[] {
  const values: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    if (names.includes((rawHeaders[at] ?? '').toLowerCase())) values.push(rawHeaders[at + 1] ?? '');
  }
  return values;
}

function refuse(code: GatewayErrorCode): GatewayError {
  return new GatewayError(code, MESSAGES[code] ?? 'The API key was refused.');
}
