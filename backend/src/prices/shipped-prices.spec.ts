import { compilePrice } from '@cch/domain/pricing/compile-price';
import { isModelName } from '@cch/domain/pricing/model-name';
import { priceNames } from '@cch/domain/pricing/price-names';
import { hasPrice, type PriceSheet } from '@cch/domain/pricing/price-sheet';
import { describe, expect, it } from 'vitest';
import shipped from './shipped-prices.json';

const sheets = new Map<string, PriceSheet>(Object.entries(shipped.models));

/** The price that a request for the model would be billed by. */
function sheetFor(model: string): PriceSheet | undefined {
  return priceNames(model)
    .map((name) => sheets.get(name))
    .find((sheet) => sheet !== undefined);
}

describe('the shipped table', () => {
  it('has a usable price under every name', () => {
    expect(sheets.size).toBeGreaterThan(300);
    for (const [name, sheet] of sheets) {
      expect(isModelName(name), name).toBe(true);
      expect(name).toBe(name.toLowerCase()); // others are never looked for
      expect(hasPrice(sheet), name).toBe(true);
      expect(() => compilePrice(sheet), name).not.toThrow();
    }
  });

  it('says where it is from', () => {
    expect(shipped).toMatchObject({
      source: '@pydantic/genai-prices',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      license: expect.stringContaining('Permission is hereby granted, free of charge'),
    });
  });

  it.each([
    [
      'claude-opus-5',
      { input: '5', output: '25', cacheRead: '0.5', cacheWrite5m: '6.25', cacheWrite1h: '10' },
    ],
    ['claude-opus-4-1-20250805', { input: '15', output: '75', cacheRead: '1.5', cacheWrite1h: '30' }],
    ['claude-sonnet-5', { input: '2', output: '10' }],
    ['claude-sonnet-4-20250514', { input: '3', output: '15', cacheWrite5m: '3.75' }],
    ['claude-haiku-4-5-20251001', { input: '1', output: '5', cacheRead: '0.1' }],
    ['claude-3-5-haiku-20241022', { input: '0.8', output: '4' }],
    ['claude-3-7-sonnet-latest', { input: '3', output: '15' }],
    ['us.anthropic.claude-opus-4-5-20251101-v1:0', { input: '5', output: '25' }],
    ['claude-opus-4-6@20260205', { input: '5', output: '25' }],
    ['gpt-5', { input: '1.25', output: '10', cacheRead: '0.125' }],
    ['gpt-5-codex', { input: '1.25', output: '10' }],
    ['gpt-5-mini-2025-08-07', { input: '0.25', output: '2', cacheRead: '0.025' }],
    ['gpt-5.3-codex', { input: '1.75', output: '14', cacheRead: '0.175' }],
    ['gpt-4o-2024-11-20', { input: '2.5', output: '10', cacheRead: '1.25' }],
    ['gpt-4o-2024-05-13', { input: '5', output: '15' }],
    ['o3', { input: '2', output: '8', cacheRead: '0.5' }],
    ['models/gemini-2.5-flash', { input: '0.3', output: '2.5', cacheRead: '0.03' }],
    ['gemini-3-pro-image-preview', { input: '2', output: '12', imageOutput: '120' }],
    ['GLM-5.3', { input: '1.4', output: '4.4' }],
    ['deepseek-chat', { input: '0.27', output: '1.1', cacheRead: '0.07' }],
    ['moonshotai/kimi-k2.5', { input: '0.6', output: '3', cacheRead: '0.1' }],
    ['grok-code-fast-1', { input: '0.2', output: '1.5' }],
  ])('prices %s as its vendor does', (model, sheet) => {
    expect(sheetFor(model)).toMatchObject(sheet);
  });

  it.each([
    ['claude-sonnet-4-5-20250929', { above: 200_000, input: '6', output: '22.5', cacheRead: '0.6' }],
    ['gemini-2.5-pro', { above: 200_000, input: '2.5', output: '15', cacheRead: '0.25' }],
    ['gemini-3.1-pro-preview', { above: 200_000, input: '4', output: '18', cacheRead: '0.4' }],
    ['gpt-5.5', { above: 271_999, input: '10', output: '45', cacheRead: '1' }],
  ])('prices long inputs of %s', (model, tier) => {
    expect(sheetFor(model)?.longContext).toMatchObject([tier]);
  });

  it.each(['gpt-audio', 'whisper-1', 'mistral-ocr-latest', 'ft:gpt-4o', 'gemma-3', 'no-such-model'])(
    'has no price for %s, which it could not say in prices of tokens',
    (model) => {
      expect(sheetFor(model)).toBeUndefined();
    },
  );
});
