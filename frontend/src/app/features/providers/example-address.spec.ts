import { expect, it } from 'vitest';
import { exampleAddress } from './example-address';

it.each([
  ['https://api.anthropic.com', 'claude', 'https://api.anthropic.com/v1/messages'],
  ['https://api.openai.com/v1/', 'codex', 'https://api.openai.com/v1/responses'],
  ['https://relay.example/anthropic', 'claude-auth', 'https://relay.example/anthropic/v1/messages'],
  ['relay.example', 'claude', undefined],
  ['', 'claude', undefined],
] as const)('%s of type %s', (base, type, expected) => expect(exampleAddress(base, type)).toBe(expected));
