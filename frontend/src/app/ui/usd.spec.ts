import { expect, it } from 'vitest';
import { formatUsd } from './usd';

it.each([
  ['0', '0.00', '0.0000'],
  ['25', '25.00', '25.0000'],
  ['1234567.5', '1,234,567.50', '1,234,567.5000'],
  ['0.012345', '0.0123', '0.0123'],
  ['0.00015', '0.0002', '0.0002'],
  ['0.9999999', '1.00', '1.0000'],
  ['0.0001', '0.0001', '0.0001'],
  ['0.000099999999999', '<0.0001', '<0.0001'],
  ['-1.5', '-1.50', '-1.5000'],
  ['no amount', 'no amount', 'no amount'],
])('%s USD', (usd, plain, aligned) => {
  expect(formatUsd(usd)).toBe(plain);
  expect(formatUsd(usd, 4)).toBe(aligned);
});
