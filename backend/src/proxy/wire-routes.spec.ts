import { describe, expect, it } from 'vitest';
import { formatOfUnknownPath, geminiCall } from './wire-routes';

describe('geminiCall', () => {
  it.each([
    ['/v1beta/models/gemini-3-pro:generateContent', 'gemini-3-pro', 'generate', false],
    ['/v1/models/gemini-3-pro:streamGenerateContent', 'gemini-3-pro', 'generate', true],
    ['/v1beta1/publishers/google/models/m:countTokens', 'm', 'count', false],
    ['/v1beta/models/org%2Fname:generateContent', 'org/name', 'generate', false],
    ['/v1beta/models/org/name:v2:generateContent', 'org/name:v2', 'generate', false],
    ['/v1/generateContent', undefined, 'generate', false],
    ['/v1/streamGenerateContent', undefined, 'generate', true],
  ])('%s', (path, model, operation, isStreaming) => {
    expect(geminiCall(path)).toMatchObject({ model, operation, isStreaming });
  });

  it.each([
    '/v1beta/models/gemini-3-pro',
    '/v1beta/models/gemini-3-pro:embedContent',
    '/v1beta/models/:generateContent',
    '/v1beta/models/generateContent',
    '/v1beta/models/%:generateContent',
    '/v1beta/models/m:constructor',
  ])('does not serve %s', (path) => expect(geminiCall(path)).toBeUndefined());
});

it.each([
  ['/v1/messages/batches', {}, 'anthropic'],
  ['/v1/files', { 'anthropic-version': '2023-06-01' }, 'anthropic'],
  ['/v1/files', {}, 'openai-chat'],
  ['/v1/files', { 'x-goog-api-key': 'k' }, 'gemini'],
  ['/v1/responses/x/cancel', {}, 'openai-responses'],
  ['/v1/models/m:embedContent', {}, 'gemini'],
  ['/v1beta/files', {}, 'gemini'],
])('%s with %j is refused in the dialect %s', (path, headers: Record<string, string>, format) => {
  expect(formatOfUnknownPath(path, (name) => headers[name])).toBe(format);
});
