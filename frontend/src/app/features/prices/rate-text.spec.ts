import { describe, expect, it } from 'vitest';
import { MOST, formatRate, rateFault, readRate } from './rate-text';

describe('what is typed as a price', () => {
  it.each([
    ['', undefined],
    ['  ', undefined],
    ['3', '3'],
    [' 0.30 ', '0.3'],
    ['0', '0'],
    ['0.000000001', '0.000000001'],
    ['1000000', '1000000'],
    ['25e-2', '0.25'],
  ])('reads "%s" as %s', (text, rate) => {
    expect(rateFault(text, MOST.perMillion)).toBeUndefined();
    expect(readRate(text, MOST.perMillion)).toBe(rate);
  });

  it.each([
    ['-1', 'out_of_range'],
    ['1000000.000000001', 'out_of_range'],
    ['1e400', 'out_of_range'],
    ['0.0000000001', 'bad_decimal'],
    ['3,75', 'bad_decimal'],
    ['NaN', 'bad_decimal'],
    ['$3', 'bad_decimal'],
  ])('refuses "%s"', (text, kind) => {
    expect(rateFault(text, MOST.perMillion)?.kind).toBe(kind);
    expect(readRate(text, MOST.perMillion)).toBeUndefined();
  });
});

it.each([
  ['3', '3.00'],
  ['0.3', '0.30'],
  ['0.075', '0.075'],
  ['0.000000001', '0.000000001'],
])('shows %s as %s', (rate, text) => expect(formatRate(rate)).toBe(text));
