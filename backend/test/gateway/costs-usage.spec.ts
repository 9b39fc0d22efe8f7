import type { WireFormat } from '@cch/contracts/wire-formats';
import type { PriceSheet } from '@cch/domain/pricing/price-sheet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CostBench, expectSums, replyWith } from '../support/cost-bench';
import { DIALECTS, dialectOf } from '../support/fake-upstream-dialects';
import { answers, encode, streams } from '../support/fake-upstream-scripts';

const SONNET: PriceSheet = {
  input: '3',
  output: '15',
  cacheWrite5m: '3.75',
  cacheWrite1h: '6',
  cacheRead: '0.3',
};
// 11 of input, 37 of output, 400 from the cache; Anthropic's also writes 10 for five minutes and 20 for an hour.
const USD: Readonly<Record<WireFormat, string>> = {
  anthropic: '0.0008655',
  'openai-chat': '0.000708',
  'openai-responses': '0.000708',
  gemini: '0.000708',
};

let bench: CostBench;
beforeAll(async () => {
  bench = await CostBench.start();
});
afterAll(() => bench?.stop());

describe.each(DIALECTS)('8.9 what $format reports', (dialect) => {
  const { format } = dialect;

  it.each([false, true])(
    'costs the same streamed and whole, exactly (streaming: %s)',
    async (isStreaming) => {
      const model = await bench.priced(SONNET);
      const row = await bench.costOf(await bench.rig.ask(dialect, model, { isStreaming }));
      expect(row).toMatchObject({
        cost_usd: USD[format],
        cost_state: 'exact',
        price_id: await bench.priceIdOf(model),
        is_unpriced: false,
      });
      expectSums(row);
    },
  );

  it('complaint 17: costs the same with split bytes, compressed', async () => {
    const model = await bench.priced(SONNET);
    const bytes = encode('gzip', Buffer.from(dialect.frames(model).join('')));
    const parts = [bytes.subarray(0, 11), bytes.subarray(11, 12), bytes.subarray(12)];
    const headers = { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' };
    bench.rig.upstream.script(model, streams(parts, { headers }));
    const row = await bench.costOf(await bench.rig.ask(dialect, model, { isStreaming: true }));
    expect(row).toMatchObject({ cost_usd: USD[format], cost_state: 'exact' });
  });

  it('is charged once when it is said twice', async () => {
    const model = await bench.priced(SONNET);
    const frames = dialect.frames(model);
    const twice = frames.flatMap((frame) =>
      /"usage(?:Metadata)?":\s*\{/.test(frame) ? [frame, frame] : [frame],
    );
    expect(twice.length).toBeGreaterThan(frames.length);
    bench.rig.upstream.script(model, streams(twice));
    const row = await bench.costOf(await bench.rig.ask(dialect, model, { isStreaming: true }));
    expect(row).toMatchObject({ cost_usd: USD[format], cost_state: 'exact' });
  });

  it.each([false, true])(
    'is charged as the model that was asked for (streaming: %s)',
    async (isStreaming) => {
      const [asked, claimed] = [
        await bench.priced(SONNET),
        await bench.priced({ input: '900', output: '900' }),
      ];
      bench.rig.upstream.script(
        asked,
        isStreaming ? streams(dialect.frames(claimed)) : answers(200, dialect.reply(claimed)),
      );
      const row = await bench.costOf(await bench.rig.ask(dialect, asked, { isStreaming }));
      expect(row).toMatchObject({ cost_usd: USD[format], price_id: await bench.priceIdOf(asked) });
    },
  );

  it('keeps the price of its day when that changes', async () => {
    const model = await bench.priced(SONNET);
    const before = await bench.costOf(await bench.rig.ask(dialect, model));
    await bench.rig.hub.admin('PUT', `/model-prices/${model}`, { outputCostPerToken: '0.001' });
    const after = await bench.costOf(await bench.rig.ask(dialect, model));
    expect(after.price_id).not.toBe(before.price_id);
    expect(after.price_id).toBe(await bench.priceIdOf(model));
    expect(before.cost_usd).toBe(USD[format]);
    expectSums(after);
  });
});

/** The counts as each format calls them: input with what the cache had, where that is counted so. */
const COUNTS: Readonly<Record<WireFormat, (input: string, output: string, cached: string) => string>> = {
  anthropic: (input, output, cached) =>
    `{"input_tokens":${input},"output_tokens":${output},"cache_read_input_tokens":${cached}}`,
  'openai-chat': (input, output, cached) =>
    `{"prompt_tokens":${input},"completion_tokens":${output},"prompt_tokens_details":{"cached_tokens":${cached}}}`,
  'openai-responses': (input, output, cached) =>
    `{"input_tokens":${input},"output_tokens":${output},"input_tokens_details":{"cached_tokens":${cached}}}`,
  gemini: (input, output, cached) =>
    `{"promptTokenCount":${input},"candidatesTokenCount":${output},"cachedContentTokenCount":${cached}}`,
};

describe.each(DIALECTS)('complaint 18: a $format provider that reports nonsense', ({ format }) => {
  const sheet: PriceSheet = { input: '1', output: '10', cacheRead: '0.5' };
  const usage = COUNTS[format];

  it.each<readonly [string, string, string]>([
    ['negative input', usage('-1000', '5', '0'), '0.00005'],
    ['negative output', usage('1000', '-5', '0'), '0.001'],
    ['negative cache', usage('1000', '5', '-400'), '0.00105'],
    ['all negative', usage('-1', '-1', '-1'), '0'],
    ['NaN as a text', usage('"NaN"', '5', '"NaN"'), '0.00005'],
    ['texts', usage('"1000"', '"5"', '"7"'), '0'],
    ['fractions', usage('10.5', '5', '0'), '0.00005'],
    ['null', usage('null', '5', 'null'), '0.00005'],
    ['lists and objects', usage('[1000]', '{"a":1}', 'true'), '0'],
    ['no counts', '{}', '0'],
  ])('%s', async (_, text, usd) => {
    const row = await bench.costOfUsage(format, sheet, text);
    expect(row.cost_usd).toBe(usd);
    expect(Number(row.cost_usd)).toBeGreaterThanOrEqual(0);
    expectSums(row);
  });

  it('more from the cache than there was input: what is left is none, not less', async () => {
    const row = await bench.costOfUsage(format, sheet, usage('10', '0', '400'));
    expect(row.cost_usd).toBe(format === 'anthropic' ? '0.00021' : '0.0002');
    expectSums(row);
  });

  it('NaN, which is no JSON: the answer passes, its cost is unknown', async () => {
    const model = await bench.priced(sheet);
    const body = replyWith(format, usage('NaN', 'NaN', 'NaN'));
    bench.rig.upstream.script(model, answers(200, body));
    const got = await bench.rig.ask(dialectOf(format), model);
    expect(got.body.toString()).toBe(body);
    expect(await bench.costOf(got)).toMatchObject({ cost_usd: '0', cost_state: 'unknown' });
  });

  it('counts beyond all measure at the highest price and factor: the row is there', async () => {
    const model = await bench.priced({ input: '1000000', output: '1000000' });
    const { key } = await bench.rig.lane({
      type: dialectOf(format).providerType,
      url: bench.rig.upstream.url,
      costMultiplier: '1000',
    });
    bench.rig.upstream.script(model, answers(200, replyWith(format, usage('1e300', '1e300', '0'))));
    const row = await bench.costOf(await bench.rig.ask(dialectOf(format), model, { key }));
    expect(row).toMatchObject({ outcome: 'answered', cost_usd: '999999.999999999999999' });
  });
});
