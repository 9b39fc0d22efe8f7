import { describe, expect, it } from 'vitest';
import { derivedRates, placeholders } from './derived-rates';

describe('what the hub takes where nothing is said', () => {
  it('follows from input and output', () => {
    expect(Object.fromEntries(derivedRates([{ input: '3', output: '15' }]))).toEqual({
      input: '3',
      output: '15',
      cacheWrite5m: '3.75',
      cacheWrite1h: '6',
      cacheRead: '0.3',
      imageInput: '3',
      imageOutput: '15',
    });
  });

  it('is exact to the last digit', () => {
    const rates = derivedRates([{ input: '0.000000001' }]);
    expect(rates.get('cacheRead')).toBe('0.0000000001');
    expect(rates.get('cacheWrite5m')).toBe('0.00000000125');
  });

  it('lets a tier decide before what lies beneath', () => {
    const rates = derivedRates([{ input: '6' }, { input: '3', output: '15', cacheRead: '0.4' }]);
    expect([rates.get('input'), rates.get('output'), rates.get('cacheWrite5m')]).toEqual(['6', '15', '7.5']);
    expect(rates.get('cacheRead')).toBe('0.4');
  });
});

it('nothing follows from nothing', () => {
  expect(placeholders([{}, { cacheRead: '1' }]).size).toBe(0);
  expect(placeholders([{}, { output: '1' }]).get('input')).toBe('0');
});
