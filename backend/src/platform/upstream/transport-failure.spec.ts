import { expect, it } from 'vitest';
import { ProxyFailed } from './proxy-failed';
import { AttemptEnded, transportFailure } from './transport-failure';

const coded = (code: string) => Object.assign(new Error(code), { code });

it.each([
  ['UND_ERR_HEADERS_TIMEOUT', true, 'timeout', 'first_byte_timeout'],
  ['UND_ERR_HEADERS_TIMEOUT', false, 'timeout', 'request_timeout'],
  ['UND_ERR_BODY_TIMEOUT', true, 'timeout', 'idle_timeout'],
  ['UND_ERR_BODY_TIMEOUT', false, 'timeout', 'request_timeout'],
  ['UND_ERR_SOCKET', true, 'network', 'closed_early'],
  ['ECONNRESET', true, 'network', 'closed_early'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', false, 'network', 'closed_early'],
  ['UND_ERR_HEADERS_OVERFLOW', true, 'network', 'bad_response'],
  ['UND_ERR_CONNECT_TIMEOUT', true, 'network', 'unreachable'],
  ['ECONNREFUSED', true, 'network', 'unreachable'],
  ['ENOTFOUND', true, 'network', 'unreachable'],
  ['CERT_HAS_EXPIRED', true, 'network', 'unreachable'],
])('%s while streaming %s is %s: %s', (code, isStreaming, kind, reason) => {
  expect(transportFailure(coded(code), isStreaming)).toEqual({ kind, reason });
});

it.each(['first_byte_timeout', 'request_timeout'] as const)(
  'knows that the hub itself ended it: %s',
  (reason) => {
    expect(transportFailure(new AttemptEnded(reason), true)).toEqual({ kind: 'timeout', reason });
  },
);

it('knows garbage, with a code or without', () => {
  const garbage = Object.assign(new Error('Invalid constant'), { name: 'HTTPParserError', code: undefined });
  expect(transportFailure(garbage, true)).toEqual({ kind: 'network', reason: 'bad_response' });
});

it('tells the proxy from the provider', () => {
  expect(transportFailure(new ProxyFailed('proxy_refused', 'status 407'), true)).toEqual({
    kind: 'network',
    reason: 'proxy_failed',
  });
});
