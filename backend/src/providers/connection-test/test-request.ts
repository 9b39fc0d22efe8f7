import { NATIVE_FORMATS, type ProviderType } from '@cch/contracts/provider-types';
import type { WireFormat } from '@cch/contracts/wire-formats';
import { applyMergePatch } from '@cch/conversion/json/merge-patch';
import { joinUpstreamPath, upstreamQuery } from '@cch/domain/upstream/join-url';
import { VERSION } from '../../admin/version';
import type { UpstreamRequest } from '../../platform/upstream/upstream-client';
import type { ProviderAccess } from '../provider-access';
import type { ModelRule } from '../provider.entity';
import type { HeaderList } from '../upstream-auth';

// The smaller ones of their vendors' current lines.
const WELL_KNOWN: Readonly<Record<ProviderType, string>> = {
  claude: 'claude-haiku-4-5',
  'claude-auth': 'claude-haiku-4-5',
  codex: 'gpt-5.5',
  'openai-compatible': 'gpt-5.5',
  gemini: 'gemini-3.5-flash-lite',
  'gemini-cli': 'gemini-3.5-flash-lite',
};

/** The model to ask a provider for when nobody has named one. */
export function usualModel(type: ProviderType, allowedModels: readonly ModelRule[]): string {
  return allowedModels.find(({ match }) => match === 'exact')?.pattern ?? WELL_KNOWN[type];
}

interface Question {
  readonly path: string;
  readonly query: string;
  readonly headers: HeaderList;
  readonly body: object;
}

const TEXT = 'Reply with the word pong and nothing else.';

/** Streamed, so that the first byte says how long the provider thinks. */
const QUESTIONS: Readonly<Record<WireFormat, (model: string) => Question>> = {
  anthropic: (model) => ({
    path: '/v1/messages',
    query: '',
    headers: ['anthropic-version', '2023-06-01'],
    body: { model, max_tokens: 16, messages: [{ role: 'user', content: TEXT }], stream: true },
  }),
  // No limit on the length: the vendors of this format do not agree on its name, and refuse the other one.
  'openai-chat': (model) => ({
    path: '/v1/chat/completions',
    query: '',
    headers: [],
    body: {
      model,
      messages: [{ role: 'user', content: TEXT }],
      stream: true,
      stream_options: { include_usage: true },
    },
  }),
  // As Codex asks: a list of messages, nothing stored, and again no limit, which its own backend refuses.
  'openai-responses': (model) => ({
    path: '/v1/responses',
    query: '',
    headers: [],
    body: {
      model,
      instructions: 'You answer in one word.',
      input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: TEXT }] }],
      stream: true,
      store: false,
    },
  }),
  // Thoughts count towards the limit, and some models cannot do without.
  gemini: (model) => ({
    path: `/v1beta/models/${encodeURIComponent(model.replace(/^models\//, ''))}:streamGenerateContent`,
    query: 'alt=sse',
    headers: [],
    body: {
      contents: [{ role: 'user', parts: [{ text: TEXT }] }],
      generationConfig: { maxOutputTokens: 512 },
    },
  }),
};

/**
 * A small request in the provider's format, made the way requests of clients are.
 *
 * @param model as the provider knows it
 */
export function testRequest(
  type: ProviderType,
  access: ProviderAccess,
  auth: HeaderList,
  model: string,
): UpstreamRequest {
  const { path, query, headers, body } = QUESTIONS[formatOf(type)](model);
  const asked = [Buffer.from(JSON.stringify(body))];
  const sent = access.parameterOverrides ? applyMergePatch(asked, access.parameterOverrides) : asked;
  const size = sent.reduce((sum, { length }) => sum + length, 0);
  return {
    path: joinUpstreamPath(access.basePath, path) + upstreamQuery(access.baseQuery, query),
    method: 'POST',
    headers: [
      ...auth,
      'content-length',
      String(size),
      ...(access.customHeaders?.list ?? []),
      ...withoutOwn(access, auth, [...COMMON_HEADERS, ...headers]),
    ],
    body: sent,
    // The test as a whole has a limit.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
}

export function formatOf(type: ProviderType): WireFormat {
  return NATIVE_FORMATS[type][0] ?? 'openai-chat';
}

const COMMON_HEADERS: HeaderList = [
  'content-type',
  'application/json',
  'accept',
  'text/event-stream, application/json',
  'user-agent',
  `claude-code-hub/${VERSION}`,
];

/** Those in whose place the provider has none of its own. */
function withoutOwn({ customHeaders }: ProviderAccess, auth: HeaderList, headers: HeaderList): HeaderList {
  return headers.flatMap((name, at) => {
    const value = headers[at + 1];
    if (at % 2 === 1 || value === undefined) return [];
    return auth.includes(name) || customHeaders?.lowerNames.has(name) ? [] : [name, value];
  });
}
