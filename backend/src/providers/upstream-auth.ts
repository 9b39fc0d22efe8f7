import type { ProviderType } from '@cch/contracts/provider-types';

/** Name and value pairs, flat, as undici takes them. */
export type HeaderList = readonly string[];

/**
 * The headers that authenticate the hub at a provider with a key.
 *
 * `claude`: Anthropic's own host takes `x-api-key` (its API reference); relays that speak the same format differ in
 * which of the two they read, so they get both. `claude-auth` is for those that refuse `x-api-key`. Google takes API
 * keys as `x-goog-api-key` and OAuth access tokens, which start with `ya29.`, as Bearer.
 */
export function keyHeaders(type: ProviderType, hostname: string, key: string): HeaderList {
  switch (type) {
    case 'claude':
      return isAnthropic(hostname) ? ['x-api-key', key] : ['x-api-key', key, ...bearer(key)];
    case 'claude-auth':
    case 'codex':
    case 'openai-compatible':
      return bearer(key);
    case 'gemini':
    case 'gemini-cli':
      return [...(key.startsWith('ya29.') ? bearer(key) : ['x-goog-api-key', key]), ...clientHeaders(type)];
  }
}

/** The headers for an OAuth access token of a Google account. */
export function tokenHeaders(type: ProviderType, accessToken: string): HeaderList {
  return [...bearer(accessToken), ...clientHeaders(type)];
}

function bearer(key: string): HeaderList {
  return ['authorization', `Bearer ${key}`];
}

function clientHeaders(type: ProviderType): HeaderList {
  return type === 'gemini-cli' ? ['x-goog-api-client', 'GeminiCLI/1.0'] : [];
}

function isAnthropic(hostname: string): boolean {
  return hostname === 'anthropic.com' || hostname.endsWith('.anthropic.com');
}
