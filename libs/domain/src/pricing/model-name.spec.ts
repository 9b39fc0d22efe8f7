import { expect, it } from 'vitest';
import { isModelName } from './model-name';

it.each([
  'claude-opus-5',
  'us.anthropic.claude-opus-5-v1:0',
  'openrouter/z-ai/glm-5.3',
  'claude-opus-5[1m]',
  '通义千问',
  '…',
  'a b',
  'm'.repeat(256),
])('%j is a name', (name) => {
  expect(isModelName(name)).toBe(true);
});

it.each(['', ' ', ' a', 'a ', '.', '..', 'a\0b', 'a\nb', '\ud800', 'm'.repeat(257)])('%j is none', (name) => {
  expect(isModelName(name)).toBe(false);
});
