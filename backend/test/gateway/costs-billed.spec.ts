import type { WireFormat } from '@cch/contracts/wire-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open, type Opened, send } from '../support/client';
import { CostBench, expectSums, replyWith } from '../support/cost-bench';
import { complaintOf } from '../support/failing-answers';
import { type Dialect, DIALECTS, dialectOf } from '../support/fake-upstream-dialects';
import { answers, neverAnswers, streams, streamsThen } from '../support/fake-upstream-scripts';
import { eventually } from '../support/hub-eventually';
import { unique } from '../support/hub-rig';

// Whatever is billed at these prices shows: a token at least 0.000001, a request 0.01.
const SHEET = { input: '1', output: '10', perRequest: '0.01' };
const NOTHING = {
  cost_usd: '0',
  cost_state: 'none',
  price_id: null,
  cost_breakdown: null,
  is_unpriced: false,
};

let bench: CostBench;
beforeAll(async () => {
  bench = await CostBench.start();
});
afterAll(() => bench?.stop());

async function streamed(dialect: Dialect, model: string): Promise<Opened> {
  const reply = await open(bench.rig.hub.url, {
    path: dialect.path(model, true),
    headers: ['content-type', 'application/json', 'authorization', `Bearer ${bench.rig.key}`],
    body: dialect.request(model, true),
  });
  reply.message.on('error', () => undefined);
  return reply;
}

/** Frames that open an answer and report some usage, as the format does it before the end. */
const REPORTED: Readonly<Record<'anthropic' | 'gemini', string>> = {
  anthropic: dialectOf('anthropic').frames('m').slice(0, 4).join(''),
  gemini: dialectOf('gemini').frames('m').slice(0, 1).join(''),
};

describe.each(DIALECTS)('8.8 of $format', (dialect) => {
  const { format } = dialect;

  it('an answer without usage costs the fee per request, and is known as unknown', async () => {
    const row = await bench.costOfUsage(format, SHEET, 'null');
    expect(row).toMatchObject({ cost_usd: '0.01', cost_state: 'unknown', outcome: 'answered' });
    expectSums(row);
    expect(await bench.costOfUsage(format, { input: '1' }, 'null')).toMatchObject({
      cost_usd: '0',
      cost_state: 'unknown',
    });
  });

  it.each([400, 401, 429, 500, 503])('an error by status (%i) costs nothing', async (status) => {
    const model = await bench.priced(SHEET);
    // Its usage is no usage.
    const body = replyWith(format, '{"input_tokens":9,"prompt_tokens":9,"promptTokenCount":9}');
    bench.rig.upstream.script(model, answers(status, body));
    const row = await bench.costOf(await bench.rig.ask(dialect, model));
    expect(row).toMatchObject({ ...NOTHING, outcome: 'failed' });
  });

  it.each([
    ['overloaded', false],
    ['refused', false],
    ['overloaded', true],
    ['refused', true],
  ] as const)(
    'an error in an answer with status 200 costs nothing: %s (streaming: %s)',
    async (kind, isStreaming) => {
      const model = await bench.priced(SHEET);
      const { document, frame } = complaintOf(format, kind);
      bench.rig.upstream.script(model, isStreaming ? streams([frame]) : answers(200, document));
      const row = await bench.costOf(await bench.rig.ask(dialect, model, { isStreaming }));
      expect(row.outcome).toBe('failed');
      expect(row.cost_usd ?? '0').toBe('0');
      expect(row.is_unpriced).toBe(false);
    },
  );

  it('a model without a price costs 0 and is flagged', async () => {
    const row = await bench.costOf(await bench.rig.ask(dialect, unique('unpriced')));
    expect(row).toMatchObject({ ...NOTHING, cost_state: 'exact', is_unpriced: true, outcome: 'answered' });
  });

  it('complaint 21: a client that leaves before the first byte pays nothing that nobody counted', async () => {
    const model = await bench.priced(SHEET);
    bench.rig.upstream.script(model, neverAnswers);
    const left = new AbortController();
    const asked = fetch(`${bench.rig.hub.url}${dialect.path(model, true)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${bench.rig.key}` },
      body: dialect.request(model, true),
      signal: left.signal,
    }).catch(() => undefined);
    await eventually('the upstream is asked', () => bench.rig.upstream.exchangesFor(model)[0]);
    left.abort();
    await asked;
    const row = await eventually('its row', async () => {
      const rows = await bench.rig.ledger.query('SELECT * FROM message_request WHERE requested_model = $1', [
        model,
      ]);
      return rows[0];
    });
    expect(row).toMatchObject({ outcome: 'aborted', cost_usd: null, cost_state: 'unknown' });
  });
});

describe('8.8 and complaint 20: a client that leaves in the middle', () => {
  async function leaving(format: WireFormat, begun: string) {
    const model = await bench.priced(SHEET);
    bench.rig.upstream.script(
      model,
      streamsThen([begun], () => undefined),
    );
    const reply = await streamed(dialectOf(format), model);
    await new Promise((resolve) => reply.message.once('data', resolve));
    reply.leave();
    return { row: await bench.costOf(reply), priceId: await bench.priceIdOf(model) };
  }

  it.each<readonly ['anthropic' | 'gemini', string]>([
    // 11 + 1.25 × 10 + 2 × 20 + 400 / 10 of input and a token of output
    ['anthropic', '0.0101135'],
    ['gemini', '0.010408'],
  ])('of %s pays for what was reported until then', async (format, usd) => {
    const { row, priceId } = await leaving(format, REPORTED[format]);
    expect(row).toMatchObject({
      cost_usd: usd,
      cost_state: 'estimated',
      outcome: 'aborted',
      price_id: priceId,
    });
    expectSums(row);
  });

  it.each<WireFormat>(['openai-chat', 'openai-responses'])(
    'of %s has an unknown cost, because nothing was reported',
    async (format) => {
      const { frames, framesToContent } = dialectOf(format);
      const { row } = await leaving(format, frames('m').slice(0, framesToContent).join(''));
      expect(row).toMatchObject({ cost_usd: null, cost_state: 'unknown', outcome: 'aborted' });
    },
  );
});

describe('8.8 an answer that breaks', () => {
  it.each(['anthropic', 'gemini'] as const)('off pays for what was reported (%s)', async (format) => {
    const model = await bench.priced(SHEET);
    bench.rig.upstream.script(
      model,
      streamsThen([REPORTED[format]], (res) => res.socket?.destroy()),
    );
    const row = await bench.costOf(await (await streamed(dialectOf(format), model)).finish());
    expect(row).toMatchObject({ cost_state: 'estimated', outcome: 'failed' });
    expect(Number(row.cost_usd)).toBeGreaterThan(0.0101);
    expectSums(row);
  });

  it.each(['anthropic', 'gemini'] as const)(
    'with an error pays for what was reported (%s)',
    async (format) => {
      const model = await bench.priced(SHEET);
      bench.rig.upstream.script(model, streams([REPORTED[format], complaintOf(format, 'overloaded').frame]));
      const row = await bench.costOf(await (await streamed(dialectOf(format), model)).finish());
      expect(row).toMatchObject({ cost_state: 'estimated', outcome: 'failed' });
      expect(Number(row.cost_usd)).toBeGreaterThan(0.0101);
      expectSums(row);
    },
  );
});

describe('8.8 counting tokens', () => {
  it.each<readonly [string, (model: string) => string]>([
    ['/v1/messages/count_tokens', (model) => dialectOf('anthropic').request(model, false)],
    ['/v1/responses/input_tokens', (model) => dialectOf('openai-responses').request(model, false)],
    ['/v1beta/models/:model:countTokens', (model) => dialectOf('gemini').request(model, false)],
  ])('at %s is free', async (path, request) => {
    const model = await bench.priced(SHEET);
    const got = await send(bench.rig.hub.url, {
      path: path.replace(':model', model),
      headers: ['content-type', 'application/json', 'authorization', `Bearer ${bench.rig.key}`],
      body: request(model),
    });
    expect(got.status).toBe(200);
    expect(await bench.costOf(got)).toMatchObject({ ...NOTHING, cost_state: 'exact', outcome: 'answered' });
  });
});
