import { expect, it } from 'vitest';
import { runBounded } from './run-bounded';

it('runs everything, never more at once than allowed', async () => {
  const done: number[] = [];
  let running = 0;
  let most = 0;
  await runBounded([1, 2, 3, 4, 5, 6, 7], 3, new AbortController().signal, async (item) => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
    done.push(item);
  });
  expect(done.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBe(3);
});

it('begins nothing after an abort', async () => {
  const stopping = new AbortController();
  const done: number[] = [];
  await runBounded([1, 2, 3, 4], 1, stopping.signal, async (item) => {
    done.push(item);
    if (item === 2) stopping.abort();
  });
  expect(done).toEqual([1, 2]);
});
