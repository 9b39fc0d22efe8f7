import { expect, it } from 'vitest';
import { RestBook } from './rest-book';

it('leaves a provider alone for the model and as long as it asked', () => {
  const book = new RestBook();
  book.rest(1, 'claude-opus-5', 3000, 1000);
  expect(book.restsUntil(1, 'claude-opus-5', 3999)).toBe(4000);
  expect(book.restsUntil(1, 'claude-haiku-5', 2000)).toBeUndefined();
  expect(book.restsUntil(2, 'claude-opus-5', 2000)).toBeUndefined();
  expect(book.restsUntil(1, 'claude-opus-5', 4000)).toBeUndefined();
});

it('believes nobody for longer than a minute', () => {
  const book = new RestBook();
  book.rest(1, 'm', 86_400_000, 0);
  expect(book.restsUntil(1, 'm', 59_999)).toBe(60_000);
  expect(book.restsUntil(1, 'm', 60_000)).toBeUndefined();
});

it('does not grow with the names that clients invent', () => {
  const book = new RestBook();
  for (let at = 0; at < 20_000; at += 1) book.rest(1, `model-${at}`, 1000, 0);
  expect(book.restsUntil(1, 'model-19999', 0)).toBeUndefined();
  book.rest(1, 'after', 1000, 5000); // the others are over by now
  expect(book.restsUntil(1, 'after', 5000)).toBe(6000);
});
