import type { GatewayErrorCode } from '@cch/contracts/error-codes';
import { refusalOf } from '@cch/domain/callers/caller-standing';
import { presentedKey } from '@cch/domain/callers/presented-key';
import { queryParameter } from '@cch/domain/upstream/join-url';
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
  request: {
    readonly header: (name: string) => string | undefined;
    readonly query: string;
    readonly at: number;
  },
): Identified {
  const presented = presentedKey({
    authorization: request.header('authorization'),
    apiKey: request.header('x-api-key'),
    googApiKey: request.header('x-goog-api-key'),
    query: queryParameter(request.query, 'key'),
  });
  if (!presented.ok) return { caller: undefined, refusal: refuse(presented.code) };
  const caller = keys.find(presented.key);
  if (!caller) return { caller, refusal: refuse('invalid_key') };
  const code = refusalOf(caller.key, caller.user, request.at);
  return { caller, refusal: code && refuse(code) };
}

function refuse(code: GatewayErrorCode): GatewayError {
  return new GatewayError(code, MESSAGES[code] ?? 'The API key was refused.');
}
