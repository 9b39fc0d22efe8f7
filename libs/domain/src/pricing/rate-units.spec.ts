import { expect, it } from 'vitest';
import { perMillion, perToken } from './rate-units';

it.each([
  ['0.000003', '3'],
  ['0.00000375', '3.75'],
  ['0.000000000000001', '0.000000001'],
  ['1', '1000000'],
  ['0', '0'],
])('%s USD per token are %s USD per million tokens, and back', (token, million) => {
  expect(perMillion(token)).toBe(million);
  expect(perToken(million)).toBe(token);
});

it.each([
  ['3e-06', '3'],
  ['0.0000030', '3'],
  ['1.5E-7', '0.15'],
])('reads %s', (text, million) => {
  expect(perMillion(text)).toBe(million);
});

it.each(['', 'NaN', '1,5', '0.0000000000000001', '1e-16'])('"%s" per token is no price', (text) => {
  expect(perMillion(text)).toBeUndefined();
});

it.each(['', 'Infinity', '0.0000000001'])('"%s" per million tokens is no price', (text) => {
  expect(perToken(text)).toBeUndefined();
});
