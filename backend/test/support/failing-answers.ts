import type { WireFormat } from '@cch/contracts/wire-formats';

/** How each dialect says that something is wrong inside an answer with status 200. */
interface Complaint {
  readonly type: string;
  /** The error of a whole document. */
  readonly document: string;
  /** The frame of a stream. */
  readonly frame: string;
}

export type ComplaintKind = 'overloaded' | 'rate_limited' | 'broken' | 'refused';

const frame = (data: string, event?: string) => `${event ? `event: ${event}\n` : ''}data: ${data}\n\n`;

function anthropic(type: string): Complaint {
  const document = `{"type":"error","error":{"type":"${type}","message":"upstream says ${type}"}}`;
  return { type, document, frame: frame(document, 'error') };
}

function chat(type: string): Complaint {
  const document = `{"error":{"message":"upstream says ${type}","type":"${type}","code":"${type}","param":null}}`;
  return { type, document, frame: frame(document) };
}

function responses(code: string): Complaint {
  const error = `{"code":"${code}","message":"upstream says ${code}"}`;
  return {
    type: code,
    document: `{"id":"resp_9","object":"response","status":"failed","error":${error},"output":[]}`,
    frame: frame(
      `{"type":"response.failed","sequence_number":1,"response":{"id":"resp_9","object":"response","status":"failed","error":${error},"output":[]}}`,
      'response.failed',
    ),
  };
}

function gemini(code: number, status: string): Complaint {
  const document = `{"error":{"code":${code},"message":"upstream says ${status}","status":"${status}"}}`;
  return { type: status, document, frame: frame(document) };
}

const COMPLAINTS: Readonly<Record<WireFormat, Readonly<Record<ComplaintKind, Complaint>>>> = {
  anthropic: {
    overloaded: anthropic('overloaded_error'),
    rate_limited: anthropic('rate_limit_error'),
    broken: anthropic('api_error'),
    refused: anthropic('invalid_request_error'),
  },
  'openai-chat': {
    overloaded: chat('overloaded'),
    rate_limited: chat('rate_limit_exceeded'),
    broken: chat('server_error'),
    refused: chat('invalid_request_error'),
  },
  'openai-responses': {
    overloaded: responses('server_is_overloaded'),
    rate_limited: responses('rate_limit_exceeded'),
    broken: responses('server_error'),
    refused: responses('invalid_request_error'),
  },
  gemini: {
    overloaded: gemini(503, 'UNAVAILABLE'),
    rate_limited: gemini(429, 'RESOURCE_EXHAUSTED'),
    broken: gemini(500, 'INTERNAL'),
    refused: gemini(400, 'INVALID_ARGUMENT'),
  },
};

export function complaintOf(format: WireFormat, kind: ComplaintKind): Complaint {
  return COMPLAINTS[format][kind];
}

/** Frames that open a stream of the format and say nothing yet. */
export const OPENINGS: Readonly<Record<WireFormat, readonly string[]>> = {
  anthropic: [
    frame(
      '{"type":"message_start","message":{"id":"msg_9","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"usage":{"input_tokens":3,"output_tokens":1}}}',
      'message_start',
    ),
    frame('{"type":"ping"}', 'ping'),
  ],
  'openai-chat': [
    ': connected\n\n',
    frame(
      '{"id":"c9","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}',
    ),
  ],
  'openai-responses': [
    frame(
      '{"type":"response.created","sequence_number":0,"response":{"id":"resp_9","object":"response","status":"in_progress","model":"m","output":[]}}',
      'response.created',
    ),
  ],
  gemini: [frame('{"usageMetadata":{"promptTokenCount":3,"totalTokenCount":3},"modelVersion":"m"}')],
};

/** Whole streams that say little and are answers all the same. */
export const SPARSE_ANSWERS: readonly (readonly [string, WireFormat, readonly string[]])[] = [
  [
    'a tool call without arguments',
    'anthropic',
    [
      ...OPENINGS.anthropic,
      frame(
        '{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t1","name":"now","input":{}}}',
        'content_block_start',
      ),
      frame('{"type":"content_block_stop","index":0}', 'content_block_stop'),
      frame(
        '{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":4}}',
        'message_delta',
      ),
      frame('{"type":"message_stop"}', 'message_stop'),
    ],
  ],
  [
    'an empty end turn',
    'anthropic',
    [
      ...OPENINGS.anthropic,
      frame(
        '{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":1}}',
        'message_delta',
      ),
      frame('{"type":"message_stop"}', 'message_stop'),
    ],
  ],
  [
    'a refusal',
    'openai-chat',
    [
      ...OPENINGS['openai-chat'],
      frame(
        '{"id":"c9","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"refusal":"No."},"finish_reason":null}]}',
      ),
      frame(
        '{"id":"c9","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}',
      ),
      'data: [DONE]\n\n',
    ],
  ],
  [
    'a tool call without arguments',
    'openai-chat',
    [
      frame(
        '{"id":"c9","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"t1","type":"function","function":{"name":"now","arguments":""}}]},"finish_reason":null}]}',
      ),
      frame(
        '{"id":"c9","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}',
      ),
      'data: [DONE]\n\n',
    ],
  ],
  [
    'a blocked prompt',
    'gemini',
    [
      frame(
        '{"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":3},"modelVersion":"m"}',
      ),
    ],
  ],
];
