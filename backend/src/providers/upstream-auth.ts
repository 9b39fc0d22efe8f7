import type { ProviderType } from '@cch/contracts/provider-types';

/** Name and value pairs, flat, as undici takes them. */
export type HeaderList = readonly string[];

/**
 * The headers that authenticate the hub at a provider.
 *
 * `claude`: Anthropic's own host takes `x-api-key` (its API reference); relays that speak the same format differ in
 * which of the two they read, so they get both. `claude-auth` is for those that refuse `x-api-key`. Google takes API
 * keys as `x-goog-api-key` and OAuth access tokens, which start with `ya29.`, as Bearer.
 */
export function upstreamAuth(type: ProviderType, hostname: string, key: string): HeaderList {
  const bearer = ['authorization', `Bearer ${key}`];
  switch (type) {
    case 'claude':
      return isAnthropic(hostname) ? ['x-api-key', key] : ['x-api-key', key, ...bearer];
    case 'claude-auth':
    case 'codex':
    case 'openai-compatible':
      return bearer;
    case 'gemini':
      return google(key);
    case 'gemini-cli':
      return [...google(key), 'x-goog-api-client', 'GeminiCLI/1.0'];
  }
}

function google(key: string): HeaderList {
  return key.startsWith('ya29.') ? ['authorization', `Bearer ${key}`] : ['x-goog-api-key', key];
}

function isAnthropic(hostname: string): boolean {
  return hostname === 'anthropic.com' || hostname.endsWith('.anthropic.com');
}
