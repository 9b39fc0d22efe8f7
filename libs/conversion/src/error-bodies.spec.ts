import { GATEWAY_ERRORS, type GatewayErrorCode } from '@cch/contracts/error-codes';
import { WIRE_FORMATS, type WireFormat } from '@cch/contracts/wire-formats';
import { describe, expect, it } from 'vitest';
import type { ErrorTableKind, PublicError } from './canonical/public-error';
import { renderError, renderStreamError } from './error-bodies';
import { replyReader } from './usage-readers';

const errorOf = (kind: ErrorTableKind, more: Partial<PublicError> = {}): PublicError => ({
  code: 'internal_error',
  kind,
  message: 'Es ging schief.',
  requestId: 'req_1',
  ...more,
});

function bodyOf(format: WireFormat, error: PublicError): unknown {
  return JSON.parse(renderError(format, error).body);
}

describe('renderError', () => {
  const invalid = 'invalid_request_error';
  // Kind; Anthropic status and type; OpenAI status, type and native code; Gemini status and name.
  it.each<[ErrorTableKind, [number, string], [number, string, string?], [number, string]]>([
    ['invalid_request', [400, invalid], [400, invalid], [400, 'INVALID_ARGUMENT']],
    ['context_length', [400, invalid], [400, invalid, 'context_length_exceeded'], [400, 'INVALID_ARGUMENT']],
    [
      'authentication',
      [401, 'authentication_error'],
      [401, invalid, 'invalid_api_key'],
      [401, 'UNAUTHENTICATED'],
    ],
    [
      'billing',
      [402, 'billing_error'],
      [429, 'insufficient_quota', 'insufficient_quota'],
      [429, 'RESOURCE_EXHAUSTED'],
    ],
    [
      'permission',
      [403, 'permission_error'],
      [403, invalid, 'permission_denied'],
      [403, 'PERMISSION_DENIED'],
    ],
    ['not_found', [404, 'not_found_error'], [404, invalid], [404, 'NOT_FOUND']],
    ['method_not_allowed', [405, invalid], [405, invalid], [405, 'INVALID_ARGUMENT']],
    ['conflict', [409, 'conflict_error'], [409, invalid], [409, 'ABORTED']],
    ['too_large', [413, 'request_too_large'], [413, invalid], [413, 'INVALID_ARGUMENT']],
    ['unsupported_media_type', [415, invalid], [415, invalid], [415, 'INVALID_ARGUMENT']],
    ['unprocessable', [400, invalid], [422, invalid], [400, 'FAILED_PRECONDITION']],
    ['upgrade_required', [426, invalid], [426, invalid], [426, 'FAILED_PRECONDITION']],
    [
      'rate_limit',
      [429, 'rate_limit_error'],
      [429, 'requests', 'rate_limit_exceeded'],
      [429, 'RESOURCE_EXHAUSTED'],
    ],
    ['client_closed', [499, 'api_error'], [499, 'server_error'], [499, 'CANCELLED']],
    ['internal', [500, 'api_error'], [500, 'server_error'], [500, 'INTERNAL']],
    ['bad_upstream', [502, 'api_error'], [502, 'server_error'], [502, 'UNAVAILABLE']],
    [
      'overloaded',
      [529, 'overloaded_error'],
      [503, 'server_error', 'server_is_overloaded'],
      [503, 'UNAVAILABLE'],
    ],
    ['unavailable', [503, 'api_error'], [503, 'server_error', 'server_is_overloaded'], [503, 'UNAVAILABLE']],
    ['timeout', [504, 'timeout_error'], [504, 'server_error'], [504, 'DEADLINE_EXCEEDED']],
  ])('%s in every format', (kind, [aStatus, aType], [oStatus, oType, oCode], [gStatus, gName]) => {
    const error = errorOf(kind);
    expect(renderError('anthropic', error).status).toBe(aStatus);
    expect(bodyOf('anthropic', error)).toEqual({
      type: 'error',
      error: {
        type: aType,
        message: kind === 'context_length' ? 'prompt is too long: Es ging schief.' : 'Es ging schief.',
        details: { error_code: 'internal_error' },
      },
      request_id: 'req_1',
    });

    for (const format of ['openai-chat', 'openai-responses'] as const) {
      expect(renderError(format, error).status).toBe(oStatus);
      expect(bodyOf(format, error)).toEqual({
        error: {
          message: 'Es ging schief.',
          type: oType,
          param: null,
          code: oCode ?? 'internal_error',
          hub_code: 'internal_error',
        },
      });
    }

    expect(renderError('gemini', error).status).toBe(gStatus);
    expect(bodyOf('gemini', error)).toEqual({
      error: {
        code: gStatus,
        message: 'Es ging schief.',
        status: gName,
        details: [
          {
            '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
            reason: 'INTERNAL_ERROR',
            domain: 'claude-code-hub',
            metadata: { code: 'internal_error', requestId: 'req_1' },
          },
        ],
      },
    });
  });

  it('names code and request in the headers of every format', () => {
    for (const format of WIRE_FORMATS) {
      expect(renderError(format, errorOf('internal')).headers).toEqual({
        'content-type': 'application/json; charset=utf-8',
        'x-request-id': 'req_1',
        'x-hub-error': 'internal_error',
        ...(format === 'anthropic' ? { 'request-id': 'req_1' } : {}),
      });
    }
  });

  it.each(Object.entries(GATEWAY_ERRORS))(
    'tells SDKs not to retry where it is useless: %s',
    (code, { kind, retryable }) => {
      const { headers } = renderError('anthropic', errorOf(kind, { code: code as GatewayErrorCode }));
      expect(headers['x-should-retry']).toBe(retryable ? undefined : 'false');
    },
  );

  it.each([
    [16_400, '17', '16.4s'],
    [1, '1', '0.001s'],
    [0, '0', '0s'],
    [-5, '0', '0s'],
  ])('gives a delay of %d ms as whole seconds, rounded up', (retryAfterMs, header, retryDelay) => {
    const error = errorOf('rate_limit', { retryAfterMs });
    for (const format of WIRE_FORMATS) expect(renderError(format, error).headers['retry-after']).toBe(header);
    expect(bodyOf('gemini', error)).toMatchObject({
      error: { details: [{}, { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay }] },
    });
  });

  it('keeps a message that has the phrase Claude Code looks for', () => {
    const message = 'prompt is too long: 250000 tokens > 200000 maximum';
    expect(bodyOf('anthropic', errorOf('context_length', { message }))).toMatchObject({ error: { message } });
  });
});

describe('renderStreamError', () => {
  it('ends an Anthropic stream with a named error event', () => {
    expect(
      renderStreamError('anthropic', errorOf('overloaded', { code: 'shutting_down', message: 'x\ny' })),
    ).toBe(
      'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"x\\ny",' +
        '"details":{"error_code":"shutting_down"}},"request_id":"req_1"}\n\n',
    );
  });

  it('ends a Chat stream with an error frame that has no event name', () => {
    expect(
      renderStreamError('openai-chat', errorOf('timeout', { code: 'upstream_idle_timeout', message: 'x' })),
    ).toBe(
      'data: {"error":{"message":"x","type":"server_error","param":null,"code":"upstream_idle_timeout",' +
        '"hub_code":"upstream_idle_timeout"}}\n\n',
    );
  });

  it('ends a Gemini stream with a frame whose code is the HTTP status', () => {
    const text = renderStreamError('gemini', errorOf('overloaded'));
    expect(text).toMatch(
      /^data: \{"error":\{"code":503,"message":"Es ging schief\.","status":"UNAVAILABLE",.*\}\n\n$/,
    );
  });

  it('ends a Responses stream with the failed response that was begun', () => {
    const begun = { replyId: 'resp_up', model: 'gpt', createdAt: 17, sequenceNumber: 4 };
    const text = renderStreamError('openai-responses', errorOf('bad_upstream'), begun);
    const [event, data] = text.split('\n');
    expect(event).toBe('event: response.failed');
    expect(JSON.parse(data?.slice('data: '.length) ?? '')).toMatchObject({
      type: 'response.failed',
      sequence_number: 4,
      response: {
        id: 'resp_up',
        model: 'gpt',
        created_at: 17,
        status: 'failed',
        error: { code: 'server_error', message: 'Es ging schief.' },
        output: [],
      },
    });
    expect(text.endsWith('}\n\n')).toBe(true);
  });

  it.each<[ErrorTableKind, number | undefined, string, string]>([
    ['rate_limit', 11_300, 'rate_limit_exceeded', 'Es ging schief. Please try again in 12s.'],
    ['rate_limit', undefined, 'rate_limit_exceeded', 'Es ging schief.'],
    ['context_length', undefined, 'context_length_exceeded', 'Es ging schief.'],
    ['billing', undefined, 'insufficient_quota', 'Es ging schief.'],
    ['overloaded', 5000, 'server_error', 'Es ging schief.'],
    ['timeout', undefined, 'server_error', 'Es ging schief.'],
  ])('words %s so that Codex understands it', (kind, retryAfterMs, code, message) => {
    const text = renderStreamError('openai-responses', errorOf(kind, { retryAfterMs }));
    expect(text).toContain(`"error":{"code":"${code}","message":"${message}"`);
    expect(text).toContain('"id":"resp_req_1"');
  });

  it.each(WIRE_FORMATS)('is read as a stream error by our own reader: %s', (format) => {
    const reader = replyReader(format, 'sse');
    reader.push(Buffer.from(renderStreamError(format, errorOf('overloaded'))));
    expect(reader.end().streamError?.message).toBe('Es ging schief.');
  });
});
