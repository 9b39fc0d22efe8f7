import { expect, it } from 'vitest';
import { AttemptEnded, upstreamFailure } from './upstream-failure';

const coded = (code: string) => Object.assign(new Error(code), { code });

it.each([
  ['UND_ERR_HEADERS_TIMEOUT', true, 'upstream_first_byte_timeout'],
  ['UND_ERR_HEADERS_TIMEOUT', false, 'upstream_request_timeout'],
  ['UND_ERR_BODY_TIMEOUT', true, 'upstream_idle_timeout'],
  ['UND_ERR_BODY_TIMEOUT', false, 'upstream_request_timeout'],
  ['UND_ERR_SOCKET', true, 'upstream_closed_early'],
  ['ECONNRESET', true, 'upstream_closed_early'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', false, 'upstream_closed_early'],
  ['UND_ERR_HEADERS_OVERFLOW', true, 'upstream_bad_response'],
  ['UND_ERR_CONNECT_TIMEOUT', true, 'upstream_unreachable'],
  ['ECONNREFUSED', true, 'upstream_unreachable'],
  ['ENOTFOUND', true, 'upstream_unreachable'],
  ['CERT_HAS_EXPIRED', true, 'upstream_unreachable'],
])('%s while streaming %s is %s', (code, isStreaming, failure) => {
  expect(upstreamFailure(coded(code), isStreaming).code).toBe(failure);
});

it('knows what the hub itself ended', () => {
  expect(upstreamFailure(new AttemptEnded('client_closed'), true).code).toBe('client_closed');
  expect(upstreamFailure(new AttemptEnded('upstream_request_timeout'), false).code).toBe(
    'upstream_request_timeout',
  );
});

it('knows garbage, with a code or without', () => {
  const garbage = Object.assign(new Error('Invalid constant'), { name: 'HTTPParserError', code: undefined });
  expect(upstreamFailure(garbage, true).code).toBe('upstream_bad_response');
});
