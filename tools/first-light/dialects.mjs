/**
 * @typedef {{ inputTokens: number, outputTokens: number, cacheCreationTokens: number, cacheCreation5mTokens: number,
 *   cacheCreation1hTokens: number, cacheReadTokens: number, reasoningTokens: number }} Tokens
 * @typedef {{ format: string, types: string[], path: (model: string, stream: boolean) => string,
 *   ask: (model: string, stream: boolean) => object, reply: object, frames: (object | string)[], tokens: Tokens }} Dialect
 */

const NO_TOKENS = {
  inputTokens: 0,
  outputTokens: 0,
  cacheCreationTokens: 0,
  cacheCreation5mTokens: 0,
  cacheCreation1hTokens: 0,
  cacheReadTokens: 0,
  reasoningTokens: 0,
};
const INCLUSIVE = {
  ...NO_TOKENS,
  inputTokens: 20,
  outputTokens: 50,
  cacheReadTokens: 300,
  reasoningTokens: 8,
};

const claudeUsage = {
  input_tokens: 20,
  cache_creation_input_tokens: 70,
  cache_read_input_tokens: 300,
  cache_creation: { ephemeral_5m_input_tokens: 30, ephemeral_1h_input_tokens: 40 },
};
const chatUsage = {
  prompt_tokens: 320,
  completion_tokens: 50,
  prompt_tokens_details: { cached_tokens: 300 },
  completion_tokens_details: { reasoning_tokens: 8 },
};
const responsesUsage = {
  input_tokens: 320,
  output_tokens: 50,
  input_tokens_details: { cached_tokens: 300 },
  output_tokens_details: { reasoning_tokens: 8 },
};
const geminiUsage = {
  promptTokenCount: 320,
  candidatesTokenCount: 42,
  thoughtsTokenCount: 8,
  cachedContentTokenCount: 300,
};

/** @type {Dialect[]} */
export const DIALECTS = [
  {
    format: 'anthropic',
    types: ['claude', 'claude-auth'],
    path: () => '/v1/messages',
    ask: (model, stream) => ({ model, stream, max_tokens: 9, messages: [{ role: 'user', content: 'Hi' }] }),
    reply: {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      content: [],
      usage: { ...claudeUsage, output_tokens: 50 },
    },
    frames: [
      {
        type: 'message_start',
        message: { id: 'msg_1', type: 'message', usage: { ...claudeUsage, output_tokens: 1 } },
      },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hello' } },
      { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 50 } },
      { type: 'message_stop' },
    ],
    tokens: {
      ...NO_TOKENS,
      inputTokens: 20,
      outputTokens: 50,
      cacheCreationTokens: 70,
      cacheCreation5mTokens: 30,
      cacheCreation1hTokens: 40,
      cacheReadTokens: 300,
    },
  },
  {
    format: 'openai-chat',
    types: ['openai-compatible'],
    path: () => '/v1/chat/completions',
    ask: (model, stream) => ({ model, stream, messages: [{ role: 'user', content: 'Hi' }] }),
    reply: { id: 'chatcmpl-1', object: 'chat.completion', choices: [], usage: chatUsage },
    frames: [
      {
        id: 'chatcmpl-1',
        choices: [{ index: 0, delta: { role: 'assistant', content: 'Hello' } }],
        usage: null,
      },
      { id: 'chatcmpl-1', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
      { id: 'chatcmpl-1', choices: [], usage: chatUsage },
      '[DONE]',
    ],
    tokens: INCLUSIVE,
  },
  {
    format: 'openai-responses',
    types: ['codex'],
    path: () => '/v1/responses',
    ask: (model, stream) => ({ model, stream, input: 'Hi' }),
    reply: { id: 'resp_1', object: 'response', status: 'completed', output: [], usage: responsesUsage },
    frames: [
      { type: 'response.created', response: { id: 'resp_1', status: 'in_progress' } },
      { type: 'response.output_text.delta', delta: 'Hello' },
      { type: 'response.completed', response: { id: 'resp_1', status: 'completed', usage: responsesUsage } },
    ],
    tokens: INCLUSIVE,
  },
  {
    format: 'gemini',
    types: ['gemini', 'gemini-cli'],
    path: (model, stream) =>
      `/v1beta/models/${model}:${stream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,
    ask: () => ({ contents: [{ role: 'user', parts: [{ text: 'Hi' }] }] }),
    reply: { candidates: [{ finishReason: 'STOP' }], usageMetadata: geminiUsage },
    frames: [
      { candidates: [{ content: { parts: [{ text: 'Hello' }] } }] },
      { candidates: [{ finishReason: 'STOP' }], usageMetadata: geminiUsage },
    ],
    tokens: INCLUSIVE,
  },
];

/** What the provider answers, byte for byte. */
export function answerText(/** @type {Dialect} */ { reply, frames }, /** @type {boolean} */ stream) {
  if (!stream) return JSON.stringify(reply);
  return frames
    .map((frame) => `data: ${typeof frame === 'string' ? frame : JSON.stringify(frame)}\n\n`)
    .join('');
}
