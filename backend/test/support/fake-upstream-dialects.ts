import type { ProviderType } from '@cch/contracts/provider-types';
import type { WireFormat } from '@cch/contracts/wire-formats';

/** Counts as the ledger must hold them: input, cache writes and cache reads disjoint, output with its reasoning. */
export interface LedgerTokens {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheCreationTokens: number;
  readonly cacheCreation5mTokens: number;
  readonly cacheCreation1hTokens: number;
  readonly cacheReadTokens: number;
  readonly reasoningTokens: number;
}

/**
 * What one kind of provider says. All texts are written by hand: odd spacing, escapes, long numbers, CR LF and comments
 * are there so that anybody who parses and writes them again is found out.
 */
export interface Dialect {
  readonly format: WireFormat;
  readonly providerType: ProviderType;
  /** Path and query to ask the hub with. */
  path(model: string, isStreaming: boolean): string;
  request(model: string, isStreaming: boolean): string;
  /** The whole answer of a call that does not stream. */
  reply(model: string): string;
  /** The frames of a streamed answer, separators included. */
  frames(model: string): readonly string[];
  /** How many of them there are up to the first one that holds content. */
  readonly framesToContent: number;
  readonly tokens: LedgerTokens;
}

const TEXT = 'na\u00efve \u4f60\u597d \ud83d\ude80';

const anthropic: Dialect = {
  format: 'anthropic',
  framesToContent: 3,
  providerType: 'claude',
  path: () => '/v1/messages?beta=true',
  request: (model, isStreaming) =>
    `{ "max_tokens":1e3,"messages":[{"role":"user","content":"say \\"model\\": \\u4f60 ${TEXT}"}],` +
    `"metadata":{"user_id":"{\\"device_id\\":\\"d\\",\\"session_id\\":\\"session-in-metadata\\"}"},\n` +
    `  "tools":[{"name":"t","input_schema":{"model":"decoy","stream":${!isStreaming}}}],` +
    `"id":12345678901234567890,  "model" : "${model}","stream":${isStreaming} }\n`,
  reply: (model) =>
    `{ "id":"msg_1","type":"message","role":"assistant","model":"${model}","content":[{"type":"text","text":"${TEXT}"}],` +
    `"stop_reason":"end_turn","stop_sequence":null, "usage":{"input_tokens":11,"cache_creation_input_tokens":30,` +
    `"cache_read_input_tokens":400,"cache_creation":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":20},` +
    `"output_tokens":37,"output_tokens_details":{"thinking_tokens":5}} }`,
  frames: (model) => [
    `event: message_start\ndata: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"${model}","content":[],"stop_reason":null,"usage":{"input_tokens":11,"cache_creation_input_tokens":30,"cache_read_input_tokens":400,"cache_creation":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":20},"output_tokens":1}}}\n\n`,
    `event: ping\ndata: {"type": "ping"}\n\n`,
    `event: content_block_start\ndata: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}\n\n`,
    `event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"${TEXT} \\"usage\\":{\\"output_tokens\\":999}"}}\n\n`,
    `event: content_block_stop\ndata: {"type":"content_block_stop","index":0}\n\n`,
    `event: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":37,"output_tokens_details":{"thinking_tokens":5}}}\n\n`,
    `event: message_stop\ndata: {"type":"message_stop"}\n\n`,
  ],
  tokens: {
    inputTokens: 11,
    outputTokens: 37,
    cacheCreationTokens: 30,
    cacheCreation5mTokens: 10,
    cacheCreation1hTokens: 20,
    cacheReadTokens: 400,
    reasoningTokens: 5,
  },
};

const inclusiveTokens: LedgerTokens = {
  inputTokens: 11,
  outputTokens: 37,
  cacheCreationTokens: 0,
  cacheCreation5mTokens: 0,
  cacheCreation1hTokens: 0,
  cacheReadTokens: 400,
  reasoningTokens: 5,
};

const CHAT_USAGE =
  '{"prompt_tokens":411,"completion_tokens":37,"total_tokens":448,' +
  '"prompt_tokens_details":{"cached_tokens":400},"completion_tokens_details":{"reasoning_tokens":5}}';

const openaiChat: Dialect = {
  format: 'openai-chat',
  framesToContent: 3,
  providerType: 'openai-compatible',
  path: () => '/v1/chat/completions',
  request: (model, isStreaming) =>
    `{"stream" :${isStreaming},"messages":[ {"role":"user","content":"${TEXT} \\/ {\\"model\\":1}"} ],"model":"${model}",` +
    `"temperature":0.10,"stream_options":{"include_usage":true},"seed":9007199254740993}`,
  reply: (model) =>
    `{"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"${model}",\n "choices":[{"index":0,"finish_reason":"stop",` +
    `"message":{"role":"assistant","content":"${TEXT}","refusal":null}}], "usage":${CHAT_USAGE}}\n`,
  frames: (model) => [
    `: warming up\n\n`,
    `data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"${model}","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":null}\r\n\r\n`,
    `data:{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"${model}","choices":[{"index":0,"delta":{"content":"${TEXT}"},"finish_reason":null}]}\n\n`,
    `data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"${model}","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n`,
    `data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"${model}","choices":[],"usage":${CHAT_USAGE}}\n\n`,
    `data: [DONE]\n\n`,
  ],
  tokens: inclusiveTokens,
};

const RESPONSES_USAGE =
  '{"input_tokens":411,"input_tokens_details":{"cached_tokens":400},"output_tokens":37,' +
  '"output_tokens_details":{"reasoning_tokens":5},"total_tokens":448}';

const MESSAGE_ITEM = `{"type":"message","id":"m1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"${TEXT}","annotations":[]}]}`;

const openaiResponses: Dialect = {
  format: 'openai-responses',
  framesToContent: 2,
  providerType: 'codex',
  path: () => '/v1/responses',
  request: (model, isStreaming) =>
    `{"model":"${model}","input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"${TEXT}"}]}],` +
    `"stream":  ${isStreaming}, "store":false,"prompt_cache_key":"session-in-cache-key","client_metadata":{"model":"decoy"}}`,
  reply: (model) =>
    `{"id":"resp_1","object":"response","created_at":1,"status":"completed","model":"${model}","output":[${MESSAGE_ITEM}],"usage":${RESPONSES_USAGE}}`,
  frames: (model) => [
    `event: response.created\ndata: {"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response","status":"in_progress","model":"${model}","output":[],"usage":null}}\n\n`,
    `event: response.output_text.delta\ndata: {"type":"response.output_text.delta","sequence_number":1,"item_id":"m1","output_index":0,"content_index":0,"delta":"${TEXT}"}\n\n`,
    `event: response.output_item.done\ndata: {"type":"response.output_item.done","sequence_number":2,"output_index":0,"item":${MESSAGE_ITEM}}\n\n`,
    `event: response.completed\ndata: {"type":"response.completed","sequence_number":3,"response":{"id":"resp_1","object":"response","status":"completed","model":"${model}","output":[${MESSAGE_ITEM}],"usage":${RESPONSES_USAGE}}}\n\n`,
  ],
  tokens: inclusiveTokens,
};

const GEMINI_USAGE =
  '{"promptTokenCount":408,"toolUsePromptTokenCount":3,"cachedContentTokenCount":400,' +
  '"candidatesTokenCount":32,"thoughtsTokenCount":5,"totalTokenCount":448}';

const gemini: Dialect = {
  format: 'gemini',
  framesToContent: 1,
  providerType: 'gemini',
  path: (model, isStreaming) =>
    isStreaming
      ? `/v1beta/models/${model}:streamGenerateContent?alt=sse`
      : `/v1beta/models/${model}:generateContent`,
  request: () =>
    `{"contents":[{"role":"user","parts":[{"text":"${TEXT}"}]}],"model":"decoy","stream":true, "generationConfig":{"temperature":1.0}}`,
  reply: (model) =>
    `{\n  "candidates": [{"content":{"role":"model","parts":[{"text":"${TEXT}"}]},"finishReason":"STOP","index":0}],\n` +
    `  "usageMetadata": ${GEMINI_USAGE},\n  "modelVersion": "${model}", "responseId":"r1"\n}\n`,
  frames: (model) => [
    `data: {"candidates":[{"content":{"role":"model","parts":[{"text":"${TEXT}"}]},"index":0}],"usageMetadata":{"promptTokenCount":408,"totalTokenCount":408},"modelVersion":"${model}"}\r\n\r\n`,
    `data: {"candidates":[{"content":{"role":"model","parts":[{"text":""}]},"finishReason":"STOP","index":0}],"usageMetadata":${GEMINI_USAGE},"modelVersion":"${model}","responseId":"r1"}\r\n\r\n`,
  ],
  tokens: inclusiveTokens,
};

export const DIALECTS: readonly Dialect[] = [anthropic, openaiChat, openaiResponses, gemini];

/** The frames up to the first content, which is what the hub lets through at first, and all others. */
export function split(dialect: Dialect, model: string): { readonly begun: string; readonly rest: string } {
  const frames = dialect.frames(model);
  return {
    begun: frames.slice(0, dialect.framesToContent).join(''),
    rest: frames.slice(dialect.framesToContent).join(''),
  };
}

export function dialectOf(format: WireFormat): Dialect {
  const dialect = DIALECTS.find((candidate) => candidate.format === format);
  if (!dialect) throw new Error(`no dialect for ${format}`);
  return dialect;
}

/** The dialect and the kind of answer that a provider is asked for by path. */
export function dialectAt(path: string): Dialect {
  if (path.includes('/messages')) return anthropic;
  if (path.includes('/chat/completions')) return openaiChat;
  return path.includes('/responses') ? openaiResponses : gemini;
}
