import type { WireFormat } from '@cch/contracts/wire-formats';
import { describe, expect, it } from 'vitest';
import { frameOf, readReply } from './read-reply';

describe('the class of service', () => {
  const delta = { type: 'message_delta', delta: {}, usage: { output_tokens: 5 } };
  const started = (usage: object) => ({ type: 'message_start', message: { id: 'm', usage } });
  const chunk = (more: object) => ({ id: 'c', choices: [{ delta: { content: 'Hi' } }], ...more });
  const event = (type: string, more: object) => ({ type, response: { id: 'r', ...more } });

  it.each<[WireFormat, string, unknown[], string | undefined]>([
    ['anthropic', 'said at the start', [started({ service_tier: 'priority' }), delta], 'priority'],
    [
      'anthropic',
      'empty at the end',
      [started({ service_tier: 'priority' }), { ...delta, usage: { service_tier: '' } }],
      'priority',
    ],
    ['anthropic', 'not said', [started({ input_tokens: 3 }), delta], undefined],
    ['anthropic', 'said with something else', [started({ service_tier: 7 }), delta], undefined],
    [
      'openai-chat',
      'said in every chunk',
      [chunk({ service_tier: 'flex' }), chunk({ service_tier: 'flex' })],
      'flex',
    ],
    [
      'openai-chat',
      'null later',
      [chunk({ service_tier: 'priority' }), chunk({ service_tier: null, usage: {} })],
      'priority',
    ],
    [
      'openai-chat',
      'said with the usage',
      [chunk({}), chunk({ service_tier: 'default', usage: {} })],
      'default',
    ],
    ['openai-chat', 'not said', [chunk({})], undefined],
    [
      'openai-responses',
      'what was asked for first, what was given at last',
      [
        event('response.created', { service_tier: 'auto' }),
        event('response.completed', { service_tier: 'priority' }),
      ],
      'priority',
    ],
    ['openai-responses', 'cut', [event('response.created', { service_tier: 'auto' })], 'auto'],
    [
      'gemini',
      'never said',
      [{ candidates: [{ finishReason: 'STOP' }], service_tier: 'priority' }],
      undefined,
    ],
  ])('%s, %s', (format, _name, frames, tier) => {
    expect(readReply(format, 'sse', frames.map(frameOf)).serviceTier).toBe(tier);
  });

  it.each<[WireFormat, object, string | undefined]>([
    ['anthropic', { content: [], usage: { service_tier: 'batch' } }, 'batch'],
    ['anthropic', { content: [], usage: { service_tier: null } }, undefined],
    ['openai-chat', { choices: [], service_tier: 'priority' }, 'priority'],
    ['openai-responses', { output: [], service_tier: 'priority' }, 'priority'],
    ['gemini', { candidates: [], serviceTier: 'priority' }, undefined],
  ])('%s, body %j', (format, body, tier) => {
    expect(readReply(format, 'json', [JSON.stringify(body)]).serviceTier).toBe(tier);
  });
});
