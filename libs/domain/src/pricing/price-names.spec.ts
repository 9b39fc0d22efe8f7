import { expect, it } from 'vitest';
import { priceNames } from './price-names';

it.each([
  ['claude-opus-5', ['claude-opus-5']],
  ['claude-opus-5-20260801', ['claude-opus-5-20260801', 'claude-opus-5']],
  ['Claude-Opus-5', ['Claude-Opus-5', 'claude-opus-5']],
  ['claude-opus-5[1m]', ['claude-opus-5[1m]', 'claude-opus-5']],
  ['models/gemini-3-pro', ['models/gemini-3-pro', 'gemini-3-pro']],
  ['anthropic/claude-opus-5', ['anthropic/claude-opus-5', 'claude-opus-5']],
  [
    'us.anthropic.claude-opus-5-20260801-v1:0',
    ['us.anthropic.claude-opus-5-20260801-v1:0', 'claude-opus-5-20260801', 'claude-opus-5'],
  ],
  ['gpt-5-2026-01-02', ['gpt-5-2026-01-02', 'gpt-5']],
  ['gpt-5-latest', ['gpt-5-latest', 'gpt-5']],
  ['claude-opus-5@20260801', ['claude-opus-5@20260801', 'claude-opus-5']],
  ['', ['']],
])('%s is looked for as %j', (model, names) => {
  expect(priceNames(model)).toEqual(names);
});
