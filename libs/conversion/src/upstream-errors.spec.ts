import type { WireFormat } from '@cch/contracts/wire-formats';
import { describe, expect, it } from 'vitest';
import { upstreamErrorFacts } from './upstream-errors';
import { replyReader } from './usage-readers';

const RETRY_INFO = 'type.googleapis.com/google.rpc.RetryInfo';
const ERROR_INFO = 'type.googleapis.com/google.rpc.ErrorInfo';

const anthropic = (type: string, more: object = {}) => ({
  type: 'error',
  error: { type, message: 'm', ...more },
  request_id: 'req_1',
});
const openai = (type: string | null, code: string | number | null) => ({
  error: { message: 'm', type, param: null, code },
});
const google = (code: number, status: string, details: object[] = []) => ({
  error: { code, message: 'm', status, details },
});

describe('the status that an error stands for', () => {
  it.each<[object, string, number | undefined]>([
    [anthropic('invalid_request_error'), 'invalid_request_error', 400],
    [anthropic('authentication_error'), 'authentication_error', 401],
    [anthropic('billing_error'), 'billing_error', 402],
    [anthropic('permission_error'), 'permission_error', 403],
    [anthropic('not_found_error'), 'not_found_error', 404],
    [anthropic('conflict_error'), 'conflict_error', 409],
    [anthropic('request_too_large'), 'request_too_large', 413],
    [anthropic('rate_limit_error'), 'rate_limit_error', 429],
    [anthropic('api_error'), 'api_error', 500],
    [anthropic('timeout_error'), 'timeout_error', 504],
    [anthropic('overloaded_error'), 'overloaded_error', 529],
    [anthropic('new_kind_of_error'), 'new_kind_of_error', undefined],
    [
      anthropic('rate_limit_error', { details: { error_code: 'enforced_spend_limit_reached' } }),
      'rate_limit_error',
      402,
    ],

    [openai('invalid_request_error', null), 'invalid_request_error', 400],
    [openai('invalid_request_error', 'context_length_exceeded'), 'context_length_exceeded', 400],
    [openai('invalid_request_error', 'unknown_parameter'), 'unknown_parameter', 400],
    [openai('invalid_request_error', 'invalid_api_key'), 'invalid_api_key', 401],
    [openai('invalid_request_error', 'model_not_found'), 'model_not_found', 404],
    [openai('insufficient_quota', 'insufficient_quota'), 'insufficient_quota', 402],
    [openai('insufficient_quota', 429), 'insufficient_quota', 402],
    [openai('tokens', 'rate_limit_exceeded'), 'rate_limit_exceeded', 429],
    [openai('requests', null), 'requests', 429],
    [openai('server_error', null), 'server_error', 500],
    [openai(null, 'server_is_overloaded'), 'server_is_overloaded', 503],
    [openai(null, 'invalid_base64_image'), 'invalid_base64_image', 400],
    [openai(null, 502), '502', 502],
    [openai('', '429'), '429', 429],
    [openai(null, 1302), '1302', undefined],
    [openai('overloaded_error', null), 'overloaded_error', 529],

    [google(400, 'INVALID_ARGUMENT'), 'INVALID_ARGUMENT', 400],
    [
      google(400, 'INVALID_ARGUMENT', [{ '@type': ERROR_INFO, reason: 'API_KEY_INVALID' }]),
      'INVALID_ARGUMENT',
      401,
    ],
    [google(0, 'UNAUTHENTICATED'), 'UNAUTHENTICATED', 401],
    [google(0, 'PERMISSION_DENIED'), 'PERMISSION_DENIED', 403],
    [google(0, 'NOT_FOUND'), 'NOT_FOUND', 404],
    [google(0, 'RESOURCE_EXHAUSTED'), 'RESOURCE_EXHAUSTED', 429],
    [google(0, 'INTERNAL'), 'INTERNAL', 500],
    [google(0, 'UNIMPLEMENTED'), 'UNIMPLEMENTED', 501],
    [google(0, 'UNAVAILABLE'), 'UNAVAILABLE', 503],
    [google(0, 'DEADLINE_EXCEEDED'), 'DEADLINE_EXCEEDED', 504],
    [google(529, 'UNAVAILABLE'), 'UNAVAILABLE', 529],
    [google(200, 'OK'), 'OK', undefined],
  ])('%j', (document, type, status) => {
    expect(upstreamErrorFacts(JSON.stringify(document))).toMatchObject({ type, message: 'm', status });
  });
});

describe('what an error document says', () => {
  it.each<[string, string, object]>([
    ['an array', '[{"error":{"code":503,"message":"m"}}]', { type: '503', message: 'm', status: 503 }],
    ['a sentence as error', '{"error":"no"}', { type: '', message: 'no' }],
    ['a sentence beside an error', '{"error":true,"message":"no"}', { type: '', message: 'no' }],
    [
      'the name of a status and a sentence',
      '{"timestamp":1,"status":401,"error":"Unauthorized","message":"expired","path":"/"}',
      { message: 'expired', status: 401 },
    ],
    ['OAuth', '{"error":"invalid_grant","error_description":"expired"}', { message: 'expired' }],
    ['a document without an error', '{"code":401,"msg":"no"}', { type: '401', message: 'no', status: 401 }],
    ['a detail', '{"detail":"no"}', { type: '', message: 'no' }],
    ['a list of details', '{"detail":[{"loc":["body"],"msg":"no"}]}', { type: '', message: 'no' }],
    ['an object as message', '{"error":{"message":{"detail":"no"}}}', { message: 'no' }],
    ['no message', '{"error":{"code":"x"}}', { type: 'x', message: '{"error":{"code":"x"}}' }],
    ['umlauts', '{"error":{"message":"Überlastet"}}', { message: 'Überlastet' }],
    ['a mark of byte order', '\ufeff{"error":{"message":"m"}}', { message: 'm' }],
    ['HTML', '<html>no</html>\n', { type: '', message: '<html>no</html>' }],
    ['plain text', 'no', { type: '', message: 'no' }],
    ['a cut document', '{"error":{"message":"m', { type: '', message: '{"error":{"message":"m' }],
    ['another value', '[]', { type: '', message: '[]' }],
    ['nothing', '', { type: '', message: '' }],
  ])('%s', (_name, text, facts) => {
    expect(upstreamErrorFacts(Buffer.from(text))).toMatchObject(facts);
    if (!('status' in facts)) expect(upstreamErrorFacts(text).status).toBeUndefined();
  });

  it('does not follow a message that never ends', () => {
    const text = `${'{"message":'.repeat(50_000)}"x"${'}'.repeat(50_000)}`;
    expect(upstreamErrorFacts(text).message).toBe(text);
    expect(upstreamErrorFacts(`{"error":${text}}`).type).toBe('');
  });
});

describe('the delay that an error asks for', () => {
  it.each<[string, number | undefined]>([
    ['Rate limit reached for gpt. Please try again in 1.2s. Visit …', 1200],
    ['Please try again in 20ms.', 20],
    ['Please try again in 6m0s.', 360_000],
    ['Please try again in 1h2m3.5s.', 3_723_500],
    ['try again in 5 seconds', 5000],
    ['Try again in 2 minutes', 120_000],
    ['Please try again after 3 hours', 10_800_000],
    ['Please try again in 2 days 1 hour', 176_400_000],
    ['Please retry in 34.074824224s.', 34_075],
    ['Please try again in a moment', undefined],
    ['Please try again later', undefined],
    ['Please try again in 5 smiles', undefined],
    ['Please try again in 5', undefined],
  ])('%s', (message, retryAfterMs) => {
    expect(upstreamErrorFacts(JSON.stringify({ error: { message } })).retryAfterMs).toBe(retryAfterMs);
  });

  it.each<[object, number | undefined]>([
    [{ '@type': RETRY_INFO, retryDelay: '12s' }, 12_000],
    [{ '@type': RETRY_INFO, retryDelay: '0.5s' }, 500],
    [{ '@type': RETRY_INFO, retryDelay: '0s' }, 0],
    [{ '@type': RETRY_INFO, retryDelay: 12 }, undefined],
    [{ '@type': RETRY_INFO, retryDelay: 'soon' }, undefined],
    [{ '@type': ERROR_INFO, retryDelay: '12s' }, undefined],
  ])('%j', (detail, retryAfterMs) => {
    const document = google(429, 'RESOURCE_EXHAUSTED', [{ '@type': ERROR_INFO, reason: 'x' }, detail]);
    expect(upstreamErrorFacts(JSON.stringify(document)).retryAfterMs).toBe(retryAfterMs);
  });
});

describe('an error inside a stream', () => {
  it.each<[WireFormat, object, object]>([
    [
      'anthropic',
      anthropic('overloaded_error'),
      { type: 'overloaded_error', message: 'm', status: 529, retryAfterMs: undefined },
    ],
    ['openai-chat', { error: { message: 'm', code: 'rate_limit_exceeded' } }, { status: 429 }],
    ['openai-chat', { object: 'error', message: 'm', type: 'BadRequestError', code: 400 }, { status: 400 }],
    ['openai-chat', { error: true, code: 503 }, { type: 'error', message: '', status: 503 }],
    ['openai-responses', { type: 'error', code: 'invalid_api_key', message: 'm' }, { status: 401 }],
    [
      'openai-responses',
      {
        type: 'response.failed',
        response: { error: { code: 'rate_limit_exceeded', message: 'Please try again in 11s.' } },
      },
      { type: 'rate_limit_exceeded', status: 429, retryAfterMs: 11_000 },
    ],
    ['openai-responses', { type: 'response.failed' }, { type: 'error', message: '', status: undefined }],
    ['gemini', google(0, 'UNAVAILABLE'), { type: 'UNAVAILABLE', status: 503 }],
  ])('%s: %j', (format, data, facts) => {
    const reader = replyReader(format, 'sse');
    reader.push(Buffer.from(`data: ${JSON.stringify(data)}\n\n`));
    expect(reader.verdict).toMatchObject({ kind: 'error', error: facts });
    expect(reader.end().streamError).toMatchObject(facts);
  });

  it('is named by its event alone', () => {
    const reader = replyReader('anthropic', 'sse');
    reader.push(Buffer.from('event: error\ndata: zu langsam\n\n'));
    expect(reader.verdict).toMatchObject({ error: { type: 'error', message: 'zu langsam' } });
  });
});
