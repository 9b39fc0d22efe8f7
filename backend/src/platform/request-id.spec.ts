import { expect, it } from 'vitest';
import { requestId } from './request-id';

it('is a UUID of version 7 that sorts by time', () => {
  const ids = [0, 1, 1_795_578_796_000, 1_795_578_796_001].map(requestId);
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect([...ids].sort()).toEqual(ids);
  expect(Number.parseInt((ids[2] ?? '').replaceAll('-', '').slice(0, 12), 16)).toBe(1_795_578_796_000);
});

it('never repeats', () => {
  expect(new Set(Array.from({ length: 10_000 }, () => requestId(1))).size).toBe(10_000);
});
