import type { FailureReason, NextStep } from '@cch/contracts/failure-reasons';
import { describe, expect, it } from 'vitest';
import { type AttemptFailure, classifyFailure, type UpstreamError } from './classify-failure';

const SILENT: UpstreamError = { type: '', message: '' };
const status = (code: number, error: Partial<UpstreamError> = {}): AttemptFailure => ({
  kind: 'status',
  status: code,
  error: { ...SILENT, ...error },
});
const inside = (error: Partial<UpstreamError>): AttemptFailure => ({
  kind: 'reply_error',
  error: { ...SILENT, ...error },
});
const verdict = (failure: AttemptFailure, networkErrorsTrip = false) =>
  classifyFailure(failure, { networkErrorsTrip });

describe('classifyFailure', () => {
  it.each([400, 406, 411, 412, 413, 414, 415, 416, 417, 422, 428, 431, 451])(
    'gives a %i back to the caller, whose mistake it is',
    (code) => {
      expect(
        verdict(status(code, { type: 'invalid_request_error', message: 'max_tokens: required' })),
      ).toEqual({
        reason: code === 413 ? 'too_large' : 'invalid_request',
        next: 'return',
        blame: 'caller',
        trips: false,
      });
    },
  );

  it.each<[number, FailureReason, NextStep, boolean]>([
    [301, 'unexpected_status', 'other', true],
    [401, 'credentials', 'other', true],
    [402, 'billing', 'other', true],
    [403, 'forbidden', 'other', true],
    [404, 'not_found', 'other', false],
    [405, 'unexpected_status', 'other', false],
    [408, 'late_request', 'same', true],
    [409, 'conflict', 'same', false],
    [429, 'rate_limited', 'other_first', false],
    [500, 'server_error', 'same', true],
    [502, 'server_error', 'same', true],
    [503, 'server_error', 'same', true],
    [504, 'server_error', 'same', true],
    [524, 'server_error', 'same', true],
    [529, 'overloaded', 'other_first', true],
  ])('%i is %s, goes on with %s and counts: %s', (code, reason, next, trips) => {
    expect(verdict(status(code))).toEqual({ reason, next, blame: 'provider', trips });
  });

  it('keeps what the provider asks for', () => {
    expect(verdict(status(429, { retryAfterMs: 3000 }))).toMatchObject({ retryAfterMs: 3000, trips: false });
    expect(verdict(status(503, { retryAfterMs: 1000 }))).toMatchObject({
      reason: 'overloaded',
      next: 'other_first',
      retryAfterMs: 1000,
    });
  });

  it.each<[string, AttemptFailure, FailureReason]>([
    ['a wrong Google key', status(400, { message: 'API key not valid. Please pass one.' }), 'credentials'],
    ['an empty Anthropic account', status(400, { message: 'Your credit balance is too low' }), 'billing'],
    [
      'a disabled organisation',
      status(400, { message: 'This organization has been disabled.' }),
      'credentials',
    ],
    ['a used-up OpenAI account', status(429, { type: 'insufficient_quota' }), 'billing'],
    ['a region', status(400, { message: 'User location is not supported for the API use.' }), 'forbidden'],
  ])('knows %s behind a status that blames the caller', (_, failure, reason) => {
    expect(verdict(failure)).toEqual({ reason, next: 'other', blame: 'provider', trips: true });
  });

  it('looks for a model elsewhere that one provider does not have', () => {
    expect(verdict(status(400, { type: 'model_not_found' }))).toMatchObject({ next: 'other', trips: false });
  });

  it('never makes a refusal out of a 429 or a 5xx, whatever its text', () => {
    const text =
      'This request would exceed the rate limit: context length, invalid request, prompt is too long';
    expect(verdict(status(429, { type: 'invalid_request_error', message: text })).next).toBe('other_first');
    expect(verdict(status(500, { type: 'invalid_request_error', message: text })).next).toBe('same');
  });

  it('judges an error inside a successful answer by the status it stands for', () => {
    expect(verdict(inside({ type: 'overloaded_error', status: 529 }))).toMatchObject({
      reason: 'overloaded',
    });
    expect(verdict(inside({ type: 'rate_limit_error', status: 429, retryAfterMs: 500 }))).toMatchObject({
      reason: 'rate_limited',
      retryAfterMs: 500,
    });
    expect(verdict(inside({ type: 'invalid_request_error', status: 400 })).next).toBe('return');
    expect(verdict(inside({ type: 'who_knows' }))).toMatchObject({ reason: 'server_error', next: 'same' });
  });

  it.each(['empty_reply', 'not_an_answer'] as const)('tries again after %s', (reason) => {
    expect(verdict({ kind: 'no_reply', reason })).toEqual({
      reason,
      next: 'same',
      blame: 'provider',
      trips: true,
    });
  });

  it.each(['unreachable', 'closed_early', 'bad_response', 'proxy_failed'] as const)(
    'counts the network error %s only when told to',
    (reason) => {
      const failure: AttemptFailure = { kind: 'network', reason };
      expect(verdict(failure)).toEqual({ reason, next: 'same', blame: 'network', trips: false });
      expect(verdict(failure, true).trips).toBe(true);
    },
  );

  it('does not wait a second time for a provider that was too slow', () => {
    expect(verdict({ kind: 'timeout', reason: 'first_byte_timeout' })).toMatchObject({
      next: 'other',
      trips: true,
    });
    expect(verdict({ kind: 'login' })).toMatchObject({ reason: 'login_failed', next: 'other', trips: true });
  });
});
