import type { WireFormat } from '@cch/contracts/wire-formats';
import type { PriceSheet } from '@cch/domain/pricing/price-sheet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CostBench, expectSums } from '../support/cost-bench';
import { dialectOf } from '../support/fake-upstream-dialects';
import { streams } from '../support/fake-upstream-scripts';

let bench: CostBench;
beforeAll(async () => {
  bench = await CostBench.start();
});
afterAll(() => bench?.stop());

const claude = (counts: Readonly<Record<string, unknown>>) =>
  JSON.stringify({ input_tokens: 0, output_tokens: 0, ...counts });

describe('8.2 and complaint 24: long contexts', () => {
  const sheet: PriceSheet = {
    input: '1',
    output: '10',
    cacheRead: '0.1',
    longContext: [{ above: 1000, input: '2', output: '15', cacheRead: '0.2' }],
  };

  it.each<readonly [string, WireFormat, string, string, number | undefined]>([
    [
      'at the threshold: ordinary',
      'anthropic',
      claude({ input_tokens: 1000, output_tokens: 10 }),
      '0.0011',
      undefined,
    ],
    [
      'just above: every token',
      'anthropic',
      claude({ input_tokens: 1001, output_tokens: 10 }),
      '0.002152',
      1000,
    ],
    [
      'the cache counts',
      'anthropic',
      claude({ input_tokens: 1, cache_read_input_tokens: 1000 }),
      '0.000202',
      1000,
    ],
    [
      'a total counts once with what it has from the cache',
      'openai-chat',
      '{"prompt_tokens":1000,"prompt_tokens_details":{"cached_tokens":900},"completion_tokens":0}',
      '0.00019',
      undefined,
    ],
    [
      'output does not count',
      'openai-responses',
      '{"input_tokens":1,"output_tokens":5000}',
      '0.050001',
      undefined,
    ],
    [
      'pictures count',
      'gemini',
      JSON.stringify({
        promptTokenCount: 1001,
        promptTokensDetails: [{ modality: 'IMAGE', tokenCount: 1000 }],
        candidatesTokenCount: 0,
      }),
      '0.002002',
      1000,
    ],
  ])('%s (%s)', async (_, format, usage, usd, above) => {
    const row = await bench.costOfUsage(format, sheet, usage);
    expect(row.cost_usd).toBe(usd);
    expect(row.cost_breakdown?.['longContextAbove']).toBe(above);
    expectSums(row);
  });
});

describe('8.3 the priority tier is charged when it was served', () => {
  const sheet: PriceSheet = { input: '1', output: '10', priority: { input: '2', output: '30' } };
  const chat = '{"prompt_tokens":10,"completion_tokens":1}';
  const responses = '{"input_tokens":10,"output_tokens":1}';

  it.each<readonly [string, WireFormat, string, string, boolean]>([
    ['priority', 'openai-chat', chat, '"service_tier":"priority",', true],
    ['default', 'openai-chat', chat, '"service_tier":"default",', false],
    ['none', 'openai-chat', chat, '', false],
    ['priority', 'openai-responses', responses, '"service_tier":"priority",', true],
    ['flex', 'openai-responses', responses, '"service_tier":"flex",', false],
    ['priority', 'anthropic', '{"input_tokens":10,"output_tokens":1,"service_tier":"priority"}', '', true],
    ['standard', 'anthropic', '{"input_tokens":10,"output_tokens":1,"service_tier":"standard"}', '', false],
    ['a tier that is no text', 'openai-chat', chat, '"service_tier":{"priority":true},', false],
  ])('%s (%s)', async (_, format, usage, more, isPriority) => {
    const row = await bench.costOfUsage(format, sheet, usage, more);
    expect(row.cost_usd).toBe(isPriority ? '0.00005' : '0.00002');
    expect(row.cost_breakdown?.['isPriority']).toBe(isPriority ? true : undefined);
    expectSums(row);
  });

  it.each<readonly [WireFormat, readonly string[]]>([
    [
      'openai-chat',
      [
        'data: {"id":"c","service_tier":"auto","choices":[{"index":0,"delta":{"content":"yes"}}]}\n\n',
        'data: {"id":"c","service_tier":"priority","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":1}}\n\n',
        'data: [DONE]\n\n',
      ],
    ],
    [
      'openai-responses',
      [
        'data: {"type":"response.created","response":{"id":"r","status":"in_progress","service_tier":"auto","output":[]}}\n\n',
        'data: {"type":"response.output_text.delta","delta":"yes"}\n\n',
        'data: {"type":"response.completed","response":{"id":"r","status":"completed","service_tier":"priority","output":[],"usage":{"input_tokens":10,"output_tokens":1}}}\n\n',
      ],
    ],
    [
      'anthropic',
      [
        'data: {"type":"message_start","message":{"id":"m","content":[],"usage":{"input_tokens":10,"output_tokens":0,"service_tier":"priority"}}}\n\n',
        'data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"yes"}}\n\n',
        'data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":1}}\n\n',
        'data: {"type":"message_stop"}\n\n',
      ],
    ],
  ])('as a stream says at last (%s)', async (format, frames) => {
    const model = await bench.priced(sheet);
    bench.rig.upstream.script(model, streams(frames));
    const row = await bench.costOf(await bench.rig.ask(dialectOf(format), model, { isStreaming: true }));
    expect(row).toMatchObject({ cost_usd: '0.00005', cost_state: 'exact' });
    expectSums(row);
  });

  it.each<WireFormat>(['openai-chat', 'openai-responses'])(
    'and not because it was asked for (%s)',
    async (format) => {
      const model = await bench.priced(sheet);
      const dialect = dialectOf(format);
      const body = dialect.request(model, false).replace('{', '{"service_tier":"priority",');
      const row = await bench.costOf(await bench.rig.ask(dialect, model, { body }));
      // 11 + 400 / 10 of input and 37 of output
      expect(row).toMatchObject({ cost_usd: '0.000421', cost_state: 'exact' });
    },
  );
});
