import { describe, expect, it } from 'vitest';
import { joinUpstreamPath, queryParameter, upstreamQuery } from './join-url';

describe('joinUpstreamPath', () => {
  it.each([
    ['', '/v1/messages', '/v1/messages'],
    ['/v1', '/v1/messages', '/v1/messages'],
    ['/v1', '/v1', '/v1'],
    ['/v1', '/v10/messages', '/v1/messages'],
    ['/anthropic', '/v1/messages', '/anthropic/v1/messages'],
    ['/anthropic/v1', '/v1/messages/count_tokens', '/anthropic/v1/messages/count_tokens'],
    ['/anthropic/v1/messages', '/v1/messages', '/anthropic/v1/messages'],
    ['/anthropic/v1/messages', '/v1/messages/count_tokens', '/anthropic/v1/messages/count_tokens'],
    ['/api/coding/v3', '/v1/chat/completions', '/api/coding/v3/chat/completions'],
    ['/api/coding/v3/chat/completions', '/v1/chat/completions', '/api/coding/v3/chat/completions'],
    ['/openai/v1/responses', '/v1/responses/input_tokens', '/openai/v1/responses/input_tokens'],
    ['/v1beta', '/v1/models/gemini-3-pro:generateContent', '/v1beta/models/gemini-3-pro:generateContent'],
    ['/v1beta', '/v1beta/models/m:countTokens', '/v1beta/models/m:countTokens'],
    ['/google/v1beta/models', '/v1/models/m:generateContent', '/google/v1beta/models/m:generateContent'],
    ['/x/v1beta1', '/v1beta1/publishers/google/models/m:v', '/x/v1beta1/publishers/google/models/m:v'],
  ])('%s + %s', (base, request, joined) => expect(joinUpstreamPath(base, request)).toBe(joined));
});

describe('upstreamQuery', () => {
  it.each([
    ['', '', ''],
    ['', 'beta=true', '?beta=true'],
    ['', 'key=cch_secret', ''],
    ['', 'alt=sse&key=cch_secret&beta=true', '?alt=sse&beta=true'],
    ['', '%6Bey=cch_secret&a=%20b', '?a=%20b'],
    ['', 'key', ''],
    ['', 'keys=1&monkey=2', '?keys=1&monkey=2'],
    ['api-version=2026-01-01', '', '?api-version=2026-01-01'],
    ['api-version=2026-01-01', 'key=k&beta=true', '?api-version=2026-01-01&beta=true'],
    ['api-version=2026-01-01', 'key=k', '?api-version=2026-01-01'],
  ])('%s and %s', (baseQuery, query, upstream) => expect(upstreamQuery(baseQuery, query)).toBe(upstream));
});

describe('queryParameter', () => {
  it.each([
    ['', undefined],
    ['a=1', undefined],
    ['a=1&key=abc', 'abc'],
    ['key=a%2Bb&key=c', 'a+b'],
    ['key=', ''],
    ['key', ''],
    ['key=%', '%'],
  ])('%s', (query, value) => expect(queryParameter(query, 'key')).toBe(value));
});
