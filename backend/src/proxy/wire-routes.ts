import type { WireFormat } from '@cch/contracts/wire-formats';

/** What a route asks of the provider: an answer, or the size of a request in tokens. */
export type Operation = 'generate' | 'count';

export interface WireRoute {
  /** Fastify pattern. */
  readonly url: string;
  readonly format: WireFormat;
  /** Undefined where the verb in the path tells. */
  readonly operation: Operation | undefined;
}

const route = (url: string, format: WireFormat, operation: Operation): WireRoute => ({
  url,
  format,
  operation,
});
const gemini = (url: string): WireRoute => ({ url, format: 'gemini', operation: undefined });

/** Every proxied POST route. Only the path decides the wire format, never the body. */
export const WIRE_ROUTES: readonly WireRoute[] = [
  route('/v1/messages', 'anthropic', 'generate'),
  route('/v1/messages/count_tokens', 'anthropic', 'count'),
  route('/v1/chat/completions', 'openai-chat', 'generate'),
  route('/v1/responses', 'openai-responses', 'generate'),
  route('/v1/responses/input_tokens', 'openai-responses', 'count'),
  gemini('/v1beta/models/*'),
  gemini('/v1/models/*'),
  gemini('/v1/publishers/google/models/*'),
  gemini('/v1beta1/publishers/google/models/*'),
  // The short form of the documentation: no model in the path, so it must be in the body.
  gemini('/v1/generateContent'),
  gemini('/v1/streamGenerateContent'),
  gemini('/v1/countTokens'),
];

/** Path prefixes that belong to the proxy, whatever else is served on the same port. */
export const WIRE_PREFIXES = ['/v1', '/v1beta', '/v1beta1'] as const;

const GEMINI_VERBS: Readonly<Record<string, { operation: Operation; isStreaming: boolean }>> = {
  generateContent: { operation: 'generate', isStreaming: false },
  streamGenerateContent: { operation: 'generate', isStreaming: true },
  countTokens: { operation: 'count', isStreaming: false },
};

export interface GeminiCall {
  /** As the path names it; undefined in the short form. */
  readonly model: string | undefined;
  readonly verb: string;
  readonly operation: Operation;
  readonly isStreaming: boolean;
}

/** Reads `/…/models/{model}:{verb}` or the short form `/v1/{verb}`; undefined when the verb is not served. */
export function geminiCall(path: string): GeminiCall | undefined {
  const marker = path.lastIndexOf('/models/');
  const tail = marker < 0 ? path.slice(path.lastIndexOf('/') + 1) : path.slice(marker + '/models/'.length);
  const colon = tail.lastIndexOf(':');
  const verb = tail.slice(colon + 1);
  const known = Object.hasOwn(GEMINI_VERBS, verb) ? GEMINI_VERBS[verb] : undefined;
  const named = colon > 0 ? decodeModel(tail.slice(0, colon)) : undefined;
  if (!known || (marker >= 0 && named === undefined)) return undefined;
  return { model: named, verb, ...known };
}

function decodeModel(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // URIError: no model has a stray percent sign in its name.
    return undefined;
  }
}

const GEMINI_PATH = /^\/v1(?:beta|beta1)(?:\/|$)|^\/v1\/models\/.*:|^\/v1\/publishers\//;

/** The dialect in which to refuse a request that fits no route. */
export function formatOfUnknownPath(path: string, header: (name: string) => string | undefined): WireFormat {
  if (path.startsWith('/v1/messages') || header('anthropic-version') !== undefined) return 'anthropic';
  if (GEMINI_PATH.test(path) || header('x-goog-api-key') !== undefined) return 'gemini';
  return path.startsWith('/v1/responses') ? 'openai-responses' : 'openai-chat';
}

/** Whether a path, decodable or not, belongs to the proxy. */
export function isWirePath(path: string): boolean {
  return WIRE_PREFIXES.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
}
