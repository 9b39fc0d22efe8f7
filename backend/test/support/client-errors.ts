import type { WireFormat } from '@cch/contracts/wire-formats';
import { expect } from 'vitest';
import { type Got, json } from './client';

interface Expected {
  readonly status: number;
  /** What `x-hub-error` says. */
  readonly code: string | RegExp;
  /** Whether clients are told not to try again. */
  readonly isFinal?: boolean;
}

const STACK_TRACE = /\bat .+:\d+:\d+|node_modules|\.ts:\d+|\/src\//;

/** Expects an error of the hub itself in the shape that clients of the format understand (conversion spec, 10.1). */
export function expectHubError(
  got: Got,
  format: WireFormat,
  { status, code, isFinal = true }: Expected,
): void {
  const text = got.body.toString('utf8');
  const wanted = { status, code: typeof code === 'string' ? code : expect.stringMatching(code) };
  expect({ status: got.status, code: got.headers['x-hub-error'], text }).toMatchObject(wanted);
  expect(got.headers['content-type']).toMatch(/^application\/json/);
  expect(got.headers['x-request-id']).toMatch(/./);
  expect(got.headers['x-should-retry']).toBe(isFinal ? 'false' : undefined);
  expect(text).not.toMatch(STACK_TRACE);
  expect(got.isWhole).toBe(true);
  expectShape(got, format, status);
}

function expectShape(got: Got, format: WireFormat, status: number): void {
  const message = expect.stringMatching(/\S/);
  switch (format) {
    case 'anthropic':
      expect(json(got)).toMatchObject({
        type: 'error',
        error: { type: expect.stringMatching(/_error$|^request_too_large$/), message },
        request_id: got.headers['x-request-id'],
      });
      expect(got.headers['request-id']).toBe(got.headers['x-request-id']);
      return;
    case 'openai-chat':
    case 'openai-responses':
      expect(json(got)).toMatchObject({
        error: { message, type: expect.stringMatching(/\S/), param: null, code: expect.stringMatching(/\S/) },
      });
      return;
    case 'gemini':
      expect(json(got)).toMatchObject({
        error: {
          code: status,
          message,
          status: expect.stringMatching(/^[A-Z_]+$/),
          details: expect.any(Array),
        },
      });
  }
}
