import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, send } from '../support/client';
import { expectHubError } from '../support/client-errors';
import { CostBench, expectSums } from '../support/cost-bench';
import { type ComplaintKind, complaintOf, OPENINGS } from '../support/failing-answers';
import { DIALECTS, dialectOf } from '../support/fake-upstream-dialects';
import { FakeUpstream, type Script } from '../support/fake-upstream';
import { answers, closesBeforeHeaders, streams, streamsThen } from '../support/fake-upstream-scripts';
import { ADMIN_TOKEN } from '../support/hub';
import { addCaller, addProvider, unique } from '../support/hub-rig';

const SHEET = { input: '1', output: '10', cacheRead: '0.1', cacheWrite5m: '1', cacheWrite1h: '1' };
/** What an answer costs at these prices: 11 + 37 × 10 + 400 / 10, and 30 more that Anthropic writes to its cache. */
const ANSWER = { anthropic: '0.000451', gemini: '0.000421' };
/** What the opening of a stream reports: 3 of input, and a token of output with Anthropic. */
const OPENING = { anthropic: '0.000013', gemini: '0.000003' };

let bench: CostBench;
let failing: FakeUpstream;
beforeAll(async () => {
  [bench, failing] = await Promise.all([CostBench.start(), FakeUpstream.start()]);
});
afterAll(async () => {
  await failing?.stop();
  await bench?.stop();
});

/** A caller whose first provider fails, and whose second one, if there is one, does not. */
async function pair(format: 'anthropic' | 'gemini', hasSecond: boolean, failingFields: object = {}) {
  const { hub, upstream } = bench.rig;
  const groups = [unique('group')];
  await hub.admin('POST', '/provider-groups', { name: groups[0] });
  const { providerType: type } = dialectOf(format);
  const common = { type, groups, circuitBreakerFailureThreshold: 0, maxRetryAttempts: 1 };
  const failingId = await addProvider(hub, { ...common, url: failing.url, ...failingFields });
  const healthyId = hasSecond
    ? await addProvider(hub, { ...common, url: upstream.url, priority: 1 })
    : undefined;
  return { ...(await addCaller(hub, { providerGroups: groups })), failingId, healthyId };
}

/** Reports usage and then says that it cannot go on, before any content. */
function reportsAndFails(format: 'anthropic' | 'gemini', kind: ComplaintKind = 'overloaded'): Script {
  return streams([...OPENINGS[format], complaintOf(format, kind).frame]);
}

describe.each(['anthropic', 'gemini'] as const)('complaint 22: an attempt that fails with %s', (format) => {
  const dialect = dialectOf(format);
  const ask = (key: string, model: string) => bench.rig.ask(dialect, model, { key, isStreaming: true });

  it('after it reported usage is in the cost and the breakdown of the request', async () => {
    const model = await bench.priced(SHEET);
    failing.script(model, reportsAndFails(format));
    const { key, failingId, healthyId } = await pair(format, true);
    const row = await bench.costOf(await ask(key, model));
    const failedAttempts = [{ providerId: failingId, total: OPENING[format] }];
    expect(row).toMatchObject({
      outcome: 'answered',
      provider_id: healthyId,
      price_id: await bench.priceIdOf(model),
      cost_usd: format === 'anthropic' ? '0.000464' : '0.000424',
      cost_breakdown: { total: ANSWER[format], failedAttempts },
    });
    expectSums(row);
  });

  it('is charged each time, with the factor of its provider', async () => {
    const model = await bench.priced(SHEET);
    failing.script(model, reportsAndFails(format, 'broken'));
    const { key, failingId } = await pair(format, true, { costMultiplier: '3', maxRetryAttempts: 2 });
    const row = await bench.costOf(await ask(key, model));
    const attempt = { providerId: failingId, total: format === 'anthropic' ? '0.000039' : '0.000009' };
    expect(row.cost_breakdown?.failedAttempts).toEqual([attempt, attempt]);
    expect(row.cost_usd).toBe(format === 'anthropic' ? '0.000529' : '0.000439');
    expectSums(row);
  });

  it('is all that is charged when nobody else is there', async () => {
    const model = await bench.priced(SHEET);
    failing.script(model, reportsAndFails(format));
    const { key, failingId } = await pair(format, false);
    const row = await bench.costOf(await ask(key, model));
    expect(row).toMatchObject({
      outcome: 'failed',
      cost_usd: OPENING[format],
      cost_state: 'estimated',
      cost_breakdown: { failedAttempts: [{ providerId: failingId, total: OPENING[format] }] },
    });
    expectSums(row);
  });

  it('after it broke off is charged as well', async () => {
    const model = await bench.priced(SHEET);
    failing.script(
      model,
      streamsThen([...OPENINGS[format]], (res) => res.socket?.destroy()),
    );
    const { key, failingId } = await pair(format, true);
    const row = await bench.costOf(await ask(key, model));
    expect(row.cost_breakdown?.failedAttempts).toEqual([{ providerId: failingId, total: OPENING[format] }]);
    expectSums(row);
  });

  it.each<readonly [string, Script]>([
    [
      'an error by status',
      answers(503, '{"usage":{"input_tokens":9},"usageMetadata":{"promptTokenCount":9}}'),
    ],
    ['no answer', closesBeforeHeaders],
    ['an error at once', streams([complaintOf(format, 'overloaded').frame])],
  ])('without a word about usage costs nothing: %s', async (_, script) => {
    const model = await bench.priced(SHEET);
    failing.script(model, script);
    const { key } = await pair(format, true);
    const row = await bench.costOf(await ask(key, model));
    expect(row).toMatchObject({ outcome: 'answered', cost_usd: ANSWER[format], cost_state: 'exact' });
    expect(row.cost_breakdown).not.toHaveProperty('failedAttempts');
    expectSums(row);
  });

  it('of a model without a price costs 0 and is flagged', async () => {
    const model = unique('unpriced');
    failing.script(model, reportsAndFails(format));
    const { key } = await pair(format, true);
    const row = await bench.costOf(await ask(key, model));
    expect(row).toMatchObject({ cost_usd: '0', is_unpriced: true, cost_breakdown: null });
  });
});

describe('8.6 a model without a price', () => {
  async function unpricedCount(): Promise<number> {
    const headers = ['authorization', `Bearer ${ADMIN_TOKEN}`];
    const metrics = await send(bench.rig.hub.url, { method: 'GET', path: '/metrics', headers });
    return Number(/^cch_unpriced_requests_total (\d+)/m.exec(metrics.body.toString())?.[1]);
  }

  it('is counted and named in the log when it is served', async () => {
    const before = await unpricedCount();
    const model = unique('unheard-of');
    await bench.costOf(await bench.rig.ask(dialectOf('openai-chat'), model));
    expect(await unpricedCount()).toBe(before + 1);
    expect(bench.rig.hub.log).toContain(model);
  });

  it('is refused when the setting unpricedModels says so', async () => {
    const { hub } = bench.rig;
    await hub.admin('PATCH', '/settings', { unpricedModels: 'refuse' });
    const status = async (model: string) => (await bench.rig.ask(dialectOf('openai-chat'), model)).status;
    for (const dialect of DIALECTS) {
      const model = unique('refused');
      const got = await bench.rig.ask(dialect, model);
      expectHubError(got, dialect.format, { status: 403, code: 'model_unpriced' });
      expect(JSON.stringify(json(got))).toContain(model);
      expect(bench.rig.upstream.exchangesFor(model)).toHaveLength(0);
      expect(await bench.costOf(got)).toMatchObject({
        outcome: 'refused',
        cost_usd: '0',
        cost_state: 'none',
        is_unpriced: false,
      });
    }
    expect(await status(await bench.priced({ input: '1' }))).toBe(200);
    const counted = await send(bench.rig.hub.url, {
      path: '/v1/messages/count_tokens',
      headers: ['content-type', 'application/json', 'x-api-key', bench.rig.key],
      body: dialectOf('anthropic').request(unique('counted'), false),
    });
    expect(counted.status).toBe(200);
    const alias = unique('alias');
    const { key } = await bench.rig.lane({
      type: 'claude',
      url: bench.rig.upstream.url,
      modelRedirects: [{ match: 'exact', pattern: alias, target: await bench.priced({ input: '1' }) }],
    });
    expect((await bench.rig.ask(dialectOf('anthropic'), alias, { key })).status).toBe(200);
    await hub.admin('PATCH', '/settings', { unpricedModels: 'flag' });
    expect(await status(unique('any'))).toBe(200);
  });
});
