import { HttpErrorResponse } from '@angular/common/http';
import { describe, expect, it } from 'vitest';
import { toProblem } from './api-problem';

describe('toProblem', () => {
  it('reads a problem document with its fields', () => {
    const error = new HttpErrorResponse({
      status: 422,
      error: {
        code: 'validation_failed',
        detail: 'Two fields are wrong.',
        requestId: 'r-1',
        errors: [{ path: 'name', code: 'too_long', message: 'at most 128' }],
      },
    });
    expect(toProblem(error)).toEqual({
      status: 422,
      code: 'validation_failed',
      detail: 'Two fields are wrong.',
      requestId: 'r-1',
      fields: [{ path: 'name', code: 'too_long', message: 'at most 128' }],
    });
  });

  it.each([
    ['no answer', new HttpErrorResponse({ status: 0, error: new ProgressEventLike() }), 'network'],
    [
      "a proxy's page",
      new HttpErrorResponse({ status: 502, error: '<html>Bad gateway</html>' }),
      'unreadable',
    ],
    ['JSON as text', new HttpErrorResponse({ status: 409, error: '{"code":"name_taken"}' }), 'name_taken'],
    [
      'the wrapped error of a resource',
      new Error('x', { cause: new HttpErrorResponse({ status: 0 }) }),
      'network',
    ],
  ])('names %s', (_name, error, code) => {
    expect(toProblem(error).code).toBe(code);
  });

  it('does not hide a bug', () => {
    expect(() => toProblem(new TypeError('oops'))).toThrow('oops');
  });
});

class ProgressEventLike {
  readonly type = 'error';
}
