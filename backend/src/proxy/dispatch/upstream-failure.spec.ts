import { FAILURE_REASONS } from '@cch/contracts/failure-reasons';
import { expect, it } from 'vitest';
import { failureError } from './upstream-failure';

it.each(FAILURE_REASONS)('has an error of its own for %s', (reason) => {
  const error = failureError({ reason, next: 'other', blame: 'provider', trips: true, retryAfterMs: 7 });
  expect(error).toMatchObject({ code: expect.stringMatching(/^upstream_/), retryAfterMs: 7 });
  expect(error.message).toMatch(/\.$/);
});
